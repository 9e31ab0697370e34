import { base64Encode } from '../crypto/base64.ts';
import { type Bytes, utf8Decode } from '../crypto/bytes.ts';
import type { InnerMessage } from '../protocol/inner-message.ts';
import { AnchorError } from './anchor-error.ts';
import type { Anchored } from './anchor-state.ts';
import { toHex } from './hex-data.ts';
import { cidOrNull } from './index-entries.ts';
import { openList } from './open-list.ts';
import type { PinnedBlock } from './pin-block.ts';
import { proofDigest } from './proof-digest.ts';
import type { AnchorProof, ProofContent } from './proof-shape.ts';
import { type ProvenSlots, proveSlots } from './prove-slots.ts';
import { elementSlot, likelyTextSlots, textOf, textSlots } from './string-list.ts';

/** What the exported file is about. */
export interface ProofSubject {
  anchored: Anchored;
  /** A record, or the bytes of an own stored event. */
  record: object | Bytes;
  inner?: InnerMessage | undefined;
  /** Blocks of the index file, the root first. */
  indexBlocks: readonly Bytes[];
  /** Of the list, null where it is to be searched. */
  slot: number | null;
}

/**
 * Makes the proof of one anchored CID at the pinned block. Throws `AnchorError`: `no-header` or `no-proof` where no
 * endpoint gives what a proof needs, `list-rewritten` when the list says something else now.
 */
export async function exportProofAt(block: PinnedBlock, subject: ProofSubject): Promise<AnchorProof> {
  const { anchored, record, inner, indexBlocks } = subject;
  if (!block.header) throw new AnchorError('no-header');
  const slot = subject.slot ?? (await searchSlot(block, anchored.contract));
  const { proven, slots } = await proveEntry(block, { anchored, slot });
  const content: ProofContent = {
    v: 1,
    cid: anchored.cid,
    record: record instanceof Uint8Array ? base64Encode(record) : (record as Record<string, unknown>),
    ...(inner === undefined ? {} : { inner: { ...inner } }),
    index: indexText(anchored.indexCid, indexBlocks),
    index_cid: anchored.indexCid,
    chain_id: anchored.chainId,
    contract: anchored.contract,
    slot,
    entry: anchored.entry,
    header: toHex(block.header.rlp),
    account_proof: proven.accountProof.map(toHex),
    storage_proof: slots.map((at) => proven.proofOf(at).map(toHex)),
    ...(anchored.storedIn === undefined ? {} : { stored_in: anchored.storedIn }),
  };
  return { ...content, digest: proofDigest(content) };
}

async function searchSlot(block: PinnedBlock, contract: string): Promise<number> {
  const { slot } = await openList(block, { contract, slot: null });
  if (slot === null) throw new AnchorError('no-proof');
  return slot;
}

async function proveEntry(
  block: PinnedBlock,
  { anchored, slot }: { anchored: Anchored; slot: number },
): Promise<{ proven: ProvenSlots; slots: bigint[] }> {
  const headerSlot = elementSlot(slot, anchored.entry);
  const fixed = [BigInt(slot), headerSlot];
  const proven = await proveSlots(block, anchored.contract, [...fixed, ...likelyTextSlots(headerSlot)]);
  const header = proven.wordOf(headerSlot);
  const texts = textSlots(headerSlot, header) ?? [];
  const text = textOf(header, texts.map(proven.wordOf));
  const isThere = proven.wordOf(BigInt(slot)) > BigInt(anchored.entry) && text !== null;
  if (!isThere || cidOrNull(text) !== anchored.indexCid) throw new AnchorError('list-rewritten');
  return { proven, slots: [...fixed, ...texts] };
}

/** A single raw block is shown as its text, so that a person can read what the file lists. */
function indexText(indexCid: string, blocks: readonly Bytes[]): string | string[] {
  const [only] = blocks;
  if (blocks.length === 1 && only && indexCid.startsWith('bafkrei')) {
    try {
      return utf8Decode(only);
    } catch {
      // Shown as base64.
    }
  }
  return blocks.map(base64Encode);
}
