import { describe, expect, it, vi } from 'vitest';
import { createPackagedFile } from '../../../lib/platform/packaged-file.ts';
import { packagedSources } from '../../../scripts/packaged-sources.ts';
import { packagedFile } from '../../support/packaged-file.ts';

describe('packaged files', () => {
  it.each([...packagedSources()])('%s is what its package has', async (name, bytes) => {
    expect(Buffer.from(await packagedFile(name)).equals(bytes)).toBe(true);
  });

  it('are read from the extension, and missed when they are not there', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return url.endsWith('.wasm') ? new Response('code') : new Response('', { status: 404 });
    });
    const read = createPackagedFile((path) => `chrome-extension://id${path}`);
    expect(await read('argon2.wasm')).toEqual(new TextEncoder().encode('code'));
    await expect(read('bip39-english.txt')).rejects.toThrow('bip39-english.txt');
    expect(asked[0]).toBe('chrome-extension://id/data/argon2.wasm');
    vi.unstubAllGlobals();
  });
});
