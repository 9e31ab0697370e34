import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const sources = ['lib', 'mediator', 'components', 'entrypoints'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

describe('B-21 no key is made of a wallet’s signature', () => {
  it('with the library the public SDK does it with, or at all', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"node_modules\/crypto-js"/);
    expect(sources.length).toBeGreaterThan(100);
    for (const path of sources) {
      const text = readFileSync(join(root, path), 'utf8');
      expect(text, path).not.toMatch(/crypto-js|personal_sign|eth_getEncryptionPublicKey|eth_decrypt/);
    }
  });
});
