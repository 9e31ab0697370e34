/**
 * Reads one value out of a Merkle Patricia trie of which only some nodes are at hand. Every node is found by its hash,
 * beginning at a root that the caller trusts, so foreign nodes can be missing but not wrong (Yellow Paper, appendix D).
 */
import { type Bytes, equalBytes, hex } from '../crypto/bytes.ts';
import { keccak256 } from '../crypto/hash.ts';
import { AnchorError } from './anchor-error.ts';
import { decodeRlp, type RlpItem } from './rlp.ts';

/** Root of a trie with nothing in it: the hash of an empty string's RLP. */
const EMPTY_ROOT = '56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';

/** Nodes by the hex of their hash. */
export type TrieNodes = ReadonlyMap<string, Bytes>;

/** Puts nodes under their hashes, each hashed once. */
export function trieNodes(nodes: Iterable<Bytes>): TrieNodes {
  return new Map(Array.from(nodes, (node) => [hex(keccak256(node)), node]));
}

/**
 * The value under a key, null where the nodes show that there is none, and the nodes that it took, from the root on.
 * Throws `AnchorError`: `no-proof` when a node is missing, `malformed` when one is no node.
 */
export function readTrie(
  root: Uint8Array,
  key: Uint8Array,
  nodes: TrieNodes,
): { value: Uint8Array | null; used: Bytes[] } {
  const used: Bytes[] = [];
  const path = nibblesOf(key);
  const hash = hex(root);
  if (hash === EMPTY_ROOT) return { value: null, used };
  let node = load(hash);
  let at = 0;
  for (;;) {
    const step = isBranch(node) ? branchStep(node, path, at) : pathStep(node, path, at);
    if ('value' in step) return { value: step.value, used };
    at = step.at;
    if (Array.isArray(step.child)) node = step.child;
    else if (step.child.length === 32) node = load(hex(step.child));
    else throw new AnchorError('malformed');
  }

  function load(name: string): RlpItem[] {
    const bytes = nodes.get(name);
    if (!bytes) throw new AnchorError('no-proof');
    used.push(bytes);
    const item = decodeRlp(bytes);
    if (!Array.isArray(item)) throw new AnchorError('malformed');
    return item;
  }
}

type Step = { value: Uint8Array | null } | { child: RlpItem; at: number };

const isBranch = (node: RlpItem[]) => node.length === 17;

function branchStep(node: RlpItem[], path: Uint8Array, at: number): Step {
  // Keys are hashes, all of one length: no value lies in a branch, and no path ends at one.
  const nibble = path[at];
  if (nibble === undefined) throw new AnchorError('malformed');
  const child = node[nibble] as RlpItem;
  return child.length === 0 ? { value: null } : { child, at: at + 1 };
}

function pathStep(node: RlpItem[], path: Uint8Array, at: number): Step {
  const [encoded, next] = node;
  if (node.length !== 2 || !(encoded instanceof Uint8Array) || next === undefined)
    throw new AnchorError('malformed');
  const { nibbles, isLeaf } = decodePath(encoded);
  const rest = path.subarray(at, isLeaf ? undefined : at + nibbles.length);
  if (!equalBytes(rest, nibbles)) return { value: null };
  if (!isLeaf) {
    if (nibbles.length === 0) throw new AnchorError('malformed');
    return { child: next, at: at + nibbles.length };
  }
  if (!(next instanceof Uint8Array)) throw new AnchorError('malformed');
  return { value: next };
}

/** Hex-prefix encoding: the first nibble tells leaf (2) and odd (1). */
function decodePath(encoded: Uint8Array): { nibbles: Uint8Array; isLeaf: boolean } {
  const all = nibblesOf(encoded);
  const flags = all[0];
  if (flags === undefined || flags > 3 || (flags % 2 === 0 && all[1] !== 0))
    throw new AnchorError('malformed');
  return { nibbles: all.subarray(flags % 2 === 1 ? 1 : 2), isLeaf: flags >= 2 };
}

function nibblesOf(bytes: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    nibbles[2 * i] = (bytes[i] as number) >> 4;
    nibbles[2 * i + 1] = (bytes[i] as number) & 15;
  }
  return nibbles;
}
