import { argon2id as reference } from 'hash-wasm';
import { expect, it } from 'vitest';
import { argon2id } from '../../../lib/crypto/argon2id.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { packagedFile } from '../../support/packaged-file.ts';

const code = { argon2: await packagedFile('argon2.wasm'), blake2b: await packagedFile('blake2b.wasm') };
const salt = utf8('sixteen bytes 16');

it.each([
  ['lowest cost', 'p', { memoryKiB: 8, passes: 1, lanes: 1, length: 32 }],
  ['memory that lanes do not divide', 'harbour', { memoryKiB: 77, passes: 2, lanes: 3, length: 32 }],
  ['an output of 65 bytes', 'harbour', { memoryKiB: 64, passes: 1, lanes: 2, length: 65 }],
  ['an output of 100 bytes', 'harbour', { memoryKiB: 64, passes: 1, lanes: 2, length: 100 }],
  ['a password beyond one buffer', 'ключ '.repeat(8_000), { memoryKiB: 64, passes: 3, lanes: 1, length: 4 }],
  ['the cost of a vault', 'a quiet green harbour 41', { memoryKiB: 19_456, passes: 2, lanes: 1, length: 32 }],
])('Argon2id gives what hash-wasm gives: %s', async (_, password, params) => {
  const made = await argon2id(code, utf8(password), salt, params);
  const wanted = await reference({
    password: utf8(password),
    salt,
    memorySize: params.memoryKiB,
    iterations: params.passes,
    parallelism: params.lanes,
    hashLength: params.length,
    outputType: 'binary',
  });
  expect(made).toEqual(wanted);
});

it.each([
  ['an empty password', new Uint8Array(0), salt, {}],
  ['a short salt', utf8('x'), salt.slice(0, 7), {}],
  ['too little memory for its lanes', utf8('x'), salt, { lanes: 9 }],
  ['no pass', utf8('x'), salt, { passes: 0 }],
  ['half a pass', utf8('x'), salt, { passes: 0.5 }],
  ['a short output', utf8('x'), salt, { length: 3 }],
])('Argon2id refuses %s', async (_, password, saltBytes, params) => {
  const cost = { memoryKiB: 64, passes: 1, lanes: 1, ...params };
  await expect(argon2id(code, password, saltBytes, cost)).rejects.toMatchObject({ reason: 'argon2' });
});

it('Argon2id says so when its programs are not there', async () => {
  const broken = { ...code, blake2b: utf8('not a program') };
  const cost = { memoryKiB: 64, passes: 1, lanes: 1 };
  await expect(argon2id(broken, utf8('x'), salt, cost)).rejects.toMatchObject({ reason: 'argon2' });
});
