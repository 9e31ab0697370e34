/**
 * Writes public/data/common-passwords.bin: a Bloom filter of the 10,000 commonest passwords, and of those in the rest of
 * the list that are long enough to pass the rule of length. Run it after raising `@zxcvbn-ts/language-common` (MIT).
 */
import { writeFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-common';
import { BLOOM_BYTES, bloomPositions } from '../lib/keys/common-passwords.ts';
import { PASSWORD_LENGTH } from '../lib/keys/password-rule.ts';

const commonest = 10_000;
const list: string[] = [...dictionary['passwords-common']];
const chosen = new Set(
  list
    .filter((password, rank) => rank < commonest || password.length >= PASSWORD_LENGTH)
    .map((each) => each.toLowerCase()),
);

const filter = new Uint8Array(BLOOM_BYTES);
for (const password of chosen) {
  for (const bit of bloomPositions(password)) filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
}

writeFileSync(new URL('../public/data/common-passwords.bin', import.meta.url), filter);
console.log(`${chosen.size} passwords, ${filter.length} bytes`);
