/**
 * ENS names by the registry of Ethereum mainnet, two calls at the finalized block (ERC-137). Only plain names are taken:
 * ASCII letters, digits and hyphens, which normalise to themselves (ENSIP-15) and look like nothing else.
 */
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, hex, utf8 } from '../crypto/bytes.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import { ethCall } from './eth-call.ts';

const MAINNET = 1;
const REGISTRY = '0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e';
/** `resolver(bytes32)` and `addr(bytes32)`. */
const RESOLVER = '0x0178b8bf';
const ADDR = '0x3b3b57de';
const NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]{2,63}$/i;

/** Tells whether a text is a name this companion resolves. */
export function isEnsName(text: string): boolean {
  return text.length <= 255 && NAME.test(text);
}

/** The address a name stands for, in lower case, or null. Throws UnreachableError. */
export async function resolveEns(fetch: Fetch, url: string, name: string): Promise<string | null> {
  const node = namehash(name.toLowerCase());
  const ask = async (to: string, selector: string) =>
    addressIn(await ethCall(fetch, url, { chainId: MAINNET, to, data: selector + node }));
  const resolver = await ask(REGISTRY, RESOLVER);
  return resolver === null ? null : ask(resolver, ADDR);
}

/** Hex of the ERC-137 hash of a plain name. */
export function namehash(name: string): string {
  let node: Uint8Array = new Uint8Array(32);
  for (const label of name.split('.').reverse()) {
    node = keccak_256(concatBytes(node, keccak_256(utf8(label))));
  }
  return hex(Uint8Array.from(node));
}

/** The address in one word, null for none and for zero. */
function addressIn(word: string | null): string | null {
  if (word === null || !/^0x0{24}[0-9a-f]{40}$/.test(word)) return null;
  const address = `0x${word.slice(26)}`;
  return /^0x0{40}$/.test(address) ? null : address;
}
