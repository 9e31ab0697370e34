/**
 * Writes into public/data what the background reads only when it needs it, from the packages themselves: the English list
 * of `@scure/bip39` (MIT) and the two WebAssembly programs of Argon2id in `hash-wasm` (MIT). Run it after raising either.
 */
import { writeFileSync } from 'node:fs';
import { packagedSources } from './packaged-sources.ts';

for (const [name, bytes] of packagedSources()) {
  writeFileSync(new URL(`../public/data/${name}`, import.meta.url), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
