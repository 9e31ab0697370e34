import { describe, expect, it } from 'vitest';
import { argon2id } from '../../lib/crypto/argon2id.ts';
import { hex } from '../../lib/crypto/bytes.ts';
import { packagedFile } from '../support/packaged-file.ts';
import { publicVectors } from '../support/public-vectors.ts';

// The file holds 15 outputs for each of argon2d, argon2i, argon2id in versions 1.0 and 1.3; ours are the last 15, and of
// those the ones with a password and without a secret. Password and salt repeat 1…5 and 6…10 to their lengths.
const base = { passwordBytes: 32, saltBytes: 16, length: 32, passes: 1, lanes: 1, memoryKiB: 8 };
const cases = new Map([
  [0, base],
  [8, { ...base, passes: 2, lanes: 2, memoryKiB: 16 }],
  [9, { ...base, passes: 4, lanes: 3, memoryKiB: 24 }],
  [10, { ...base, passes: 8, lanes: 4, memoryKiB: 32 }],
  [11, { ...base, passes: 32, memoryKiB: 64 }],
  [12, { ...base, lanes: 16, memoryKiB: 128 }],
  [13, { ...base, memoryKiB: 1024 }],
  [14, { ...base, memoryKiB: 4096, length: 1024 }],
]);

const code = {
  argon2: await packagedFile('argon2.wasm'),
  blake2b: await packagedFile('blake2b.wasm'),
};

const repeated = (first: number, length: number) => Uint8Array.from({ length }, (_, i) => first + (i % 5));

describe('Argon2id', () => {
  it('makes the outputs of the other implementation', async () => {
    const outputs = publicVectors.json<string[]>('argon2.json').slice(-15);
    for (const [i, { passwordBytes, saltBytes, ...params }] of cases) {
      const made = await argon2id(code, repeated(1, passwordBytes), repeated(6, saltBytes), params);
      expect(hex(made), `case ${i}`).toBe(outputs[i]);
    }
  });
});
