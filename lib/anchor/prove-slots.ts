import type { Bytes } from '../crypto/bytes.ts';
import { AnchorError } from './anchor-error.ts';
import { resultOf } from './endpoint.ts';
import { firstVerified } from './first-verified.ts';
import { fromHex, toHex, toQuantity, toWord } from './hex-data.ts';
import type { PinnedBlock, Voter } from './pin-block.ts';
import { readStorageRoot, readStorageWord } from './read-state.ts';
import { type TrieNodes, trieNodes } from './read-trie.ts';

/** Storage words that are proven against the pinned header. */
export interface ProvenSlots {
  host: string;
  wordOf(slot: bigint): bigint;
  accountProof: Bytes[];
  proofOf(slot: bigint): Bytes[];
}

/** Nodes of one path of a proof (security.md *Limits*). A trie of 2^64 entries is hardly 20 deep. */
const MAX_NODES = 64;
/** Bytes: a node of a proof (security.md *Limits*). */
const MAX_NODE = 1_024;

/**
 * Reads storage words by `eth_getProof` from whichever endpoint proves them first: one honest endpoint is enough, since
 * the words are taken from the nodes and these hang on the agreed header. Throws `AnchorError`: `no-header`, `no-proof`
 * when nobody proves anything, `no-contract` when it is proven that nothing is deployed there.
 */
export async function proveSlots(
  block: PinnedBlock,
  contract: string,
  slots: readonly bigint[],
): Promise<ProvenSlots> {
  const stateRoot = block.header?.content.stateRoot;
  if (!stateRoot) throw new AnchorError('no-header');
  const keys = slots.map((slot) => toHex(toWord(slot)));
  const proven = await firstVerified(
    block.voters,
    async (voter) => {
      const answer = await voter.call('eth_getProof', contract, keys, toQuantity(block.number));
      return verifiedBy(
        voter,
        () => prove(voter.host, resultOf(answer), { stateRoot, contract, slots }),
        answer,
      );
    },
    () => new AnchorError('no-proof'),
  ).catch((cause: unknown) => {
    throw new AnchorError('no-proof', { cause });
  });
  if (proven === null) throw new AnchorError('no-contract');
  return proven;
}

/** A refusal is no lie (many endpoints have no proofs); a proof that proves nothing is. */
function verifiedBy<T>(voter: Voter, verify: () => T, answer: object): T {
  try {
    return verify();
  } catch (error) {
    if (!('refusal' in answer)) voter.distrust();
    throw error;
  }
}

function prove(
  host: string,
  reply: unknown,
  { stateRoot, contract, slots }: { stateRoot: Uint8Array; contract: string; slots: readonly bigint[] },
): ProvenSlots | null {
  const nodes = nodesOf(reply);
  const { storageRoot, used } = readStorageRoot(stateRoot, contract, nodes);
  if (storageRoot === null) return null;
  const words = new Map(slots.map((slot) => [slot, readStorageWord(storageRoot, slot, nodes)]));
  const at = (slot: bigint) => {
    const read = words.get(slot);
    if (!read) throw new AnchorError('no-proof');
    return read;
  };
  return {
    host,
    wordOf: (slot) => at(slot).word,
    accountProof: used,
    proofOf: (slot) => at(slot).used,
  };
}

/** Every node of a reply once; what it claims the values to be is not even looked at. */
function nodesOf(reply: unknown): TrieNodes {
  if (typeof reply !== 'object' || reply === null) throw new AnchorError('malformed');
  const { accountProof, storageProof } = reply as { accountProof?: unknown; storageProof?: unknown };
  if (!Array.isArray(storageProof)) throw new AnchorError('malformed');
  const texts = new Set<unknown>();
  for (const list of [accountProof, ...storageProof.map((slot: { proof?: unknown } | null) => slot?.proof)]) {
    if (!Array.isArray(list) || list.length > MAX_NODES) throw new AnchorError('malformed');
    for (const node of list) texts.add(node);
  }
  return trieNodes(Array.from(texts, (node) => fromHex(node, MAX_NODE)));
}
