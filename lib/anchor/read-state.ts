import { type Bytes, hexDecode } from '../crypto/bytes.ts';
import { keccak256 } from '../crypto/hash.ts';
import { AnchorError } from './anchor-error.ts';
import { fromWord, toWord } from './hex-data.ts';
import { readTrie, type TrieNodes } from './read-trie.ts';
import { decodeRlp } from './rlp.ts';

/**
 * Root of the storage of an account (lower-case address), null where the state has no such account, with the nodes that
 * prove it. Throws `AnchorError` as `readTrie` does.
 */
export function readStorageRoot(
  stateRoot: Uint8Array,
  address: string,
  nodes: TrieNodes,
): { storageRoot: Uint8Array | null; used: Bytes[] } {
  const { value, used } = readTrie(stateRoot, keccak256(hexDecode(address.slice(2))), nodes);
  if (value === null) return { storageRoot: null, used };
  const account = decodeRlp(value);
  const storageRoot = Array.isArray(account) && account.length === 4 ? account[2] : undefined;
  if (!(storageRoot instanceof Uint8Array) || storageRoot.length !== 32) throw new AnchorError('malformed');
  return { storageRoot, used };
}

/** The word in a storage slot, 0 where none was written, with the nodes that prove it. Throws `AnchorError` as `readTrie` does. */
export function readStorageWord(
  storageRoot: Uint8Array,
  slot: bigint,
  nodes: TrieNodes,
): { word: bigint; used: Bytes[] } {
  const { value, used } = readTrie(storageRoot, keccak256(toWord(slot)), nodes);
  if (value === null) return { word: 0n, used };
  const bytes = decodeRlp(value);
  // Nodes drop zeros from the trie; development chains keep them, as nothing.
  if (!(bytes instanceof Uint8Array) || bytes.length > 32 || bytes[0] === 0)
    throw new AnchorError('malformed');
  return { word: fromWord(bytes), used };
}
