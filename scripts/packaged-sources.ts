import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { PackagedFileName } from '../lib/platform/packaged-file.ts';

/** The packaged files that come from packages, made anew; public/data must hold the same bytes. */
export function packagedSources(): Map<PackagedFileName, Uint8Array> {
  return new Map([
    ['argon2.wasm', wasmProgram('argon2')],
    ['blake2b.wasm', wasmProgram('blake2b')],
    ['bip39-english.txt', Buffer.from(wordlist.join('\n'))],
  ]);
}

/** A program out of hash-wasm's module, which carries each as base64. */
function wasmProgram(name: string): Uint8Array {
  const text = readFileSync(fileURLToPath(import.meta.resolve('hash-wasm')), 'utf8');
  const [, base64] = new RegExp(`= "${name}";\\s*var data\\S* = "([^"]+)"`).exec(text) ?? [];
  if (base64 === undefined) throw new Error(`hash-wasm has no program ${name}`);
  return Buffer.from(base64, 'base64');
}
