import { encodeRlp, type RlpItem } from '../../lib/anchor/rlp.ts';
import { type Bytes, concatBytes, hex } from '../../lib/crypto/bytes.ts';
import { keccak256 } from '../../lib/crypto/hash.ts';

/** A Merkle Patricia trie made from scratch, to check readers against. */
export interface BuiltTrie {
  root: Bytes;
  /** Every node that is found by its hash. */
  nodes: Bytes[];
}

/** Builds the trie of hashed keys of one length, as Ethereum's state and storage are. */
export function buildTrie(pairs: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): BuiltTrie {
  const nodes: Bytes[] = [];
  const reference = (item: RlpItem): RlpItem => {
    const bytes = encodeRlp(item);
    if (bytes.length < 32) return item;
    nodes.push(bytes);
    return keccak256(bytes);
  };
  const build = (rows: readonly (readonly [path: string, value: Uint8Array])[]): RlpItem => {
    const [first] = rows;
    if (rows.length === 1 && first) return [hexPrefix(first[0], true), first[1]];
    const shared = commonPrefix(rows.map(([path]) => path));
    if (shared.length > 0) {
      const rest = rows.map(([path, value]) => [path.slice(shared.length), value] as const);
      return [hexPrefix(shared, false), reference(build(rest))];
    }
    const branch: RlpItem[] = Array.from('0123456789abcdef', (nibble) => {
      const below = rows
        .filter(([path]) => path[0] === nibble)
        .map(([path, value]) => [path.slice(1), value] as const);
      return below.length === 0 ? new Uint8Array(0) : reference(build(below));
    });
    return [...branch, new Uint8Array(0)];
  };
  if (pairs.length === 0) return { root: keccak256(Uint8Array.of(0x80)), nodes };
  const top = encodeRlp(build(pairs.map(([key, value]) => [hex(key), value] as const)));
  nodes.push(top);
  return { root: keccak256(top), nodes };
}

function hexPrefix(path: string, isLeaf: boolean): Bytes {
  const flag = isLeaf ? 2 : 0;
  const text = path.length % 2 === 1 ? `${flag + 1}${path}` : `${flag}0${path}`;
  return concatBytes(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}

function commonPrefix(paths: readonly string[]): string {
  const [first = ''] = paths;
  let length = 0;
  while (length < first.length && paths.every((path) => path[length] === first[length])) length++;
  return first.slice(0, length);
}
