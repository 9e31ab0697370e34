import { wordlist } from '@scure/bip39/wordlists/english.js';
import { rootFromWords } from '../../lib/crypto/mnemonic.ts';
import { deriveIdentitySeeds, deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { type Canary, textCanary } from '../../test/support/canary-search.ts';
import type { Person } from './person.ts';

/** Everything of a person that no mediator may ever see: password, words, every secret that follows from them. */
export function secretsOf({ name, password, words }: Person): Canary[] {
  if (words.length === 0) return [textCanary(`${name}’s password`, password)];
  const root = rootFromWords(words.join(' '), wordlist);
  const seeds = deriveIdentitySeeds(root, 0);
  const storage = deriveStorageKeys(seeds.storage);
  const secrets = { root, ...seeds, ...storage };
  return [
    textCanary(`${name}’s password`, password),
    textCanary(`${name}’s words`, words.join(' ')),
    ...Object.entries(secrets).map(([what, bytes]) => ({ name: `${name}’s ${what} key`, bytes })),
  ];
}
