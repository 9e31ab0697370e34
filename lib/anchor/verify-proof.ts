/**
 * Checks an exported proof from its bytes up to the hash of a block's header, without any network. What is left to
 * compare with the chain is that hash and its number; whoever made the proof can only have chosen another chain.
 */

import { CID } from 'multiformats/cid';
import { base64Decode } from '../crypto/base64.ts';
import { type Bytes, equalBytes, hexDecode, utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { sha256 } from '../crypto/hash.ts';
import { rawCid } from '../protocol/cid.ts';
import { commitmentOf, type InnerMessage, verifyInner } from '../protocol/inner-message.ts';
import { parseShape } from '../protocol/parse-shape.ts';
import type { StoredIn } from './anchor-state.ts';
import { assembleFile } from './assemble-file.ts';
import { decodeHeader } from './block-header.ts';
import { toHex } from './hex-data.ts';
import { cidOrNull, indexEntries } from './index-entries.ts';
import { proofDigest } from './proof-digest.ts';
import { type AnchorProof, anchorProofSchema, type ProofContent } from './proof-shape.ts';
import { readStorageRoot, readStorageWord } from './read-state.ts';
import { trieNodes } from './read-trie.ts';
import { elementSlot, textOf, textSlots } from './string-list.ts';

/** What a valid proof proves: these bytes were listed by this block of that chain. */
export interface ProvenAnchor {
  valid: true;
  cid: string;
  chainId: number;
  contract: string;
  slot: number;
  entry: number;
  position: number;
  indexCid: string;
  /** To be compared with the chain. */
  block: number;
  blockHash: string;
  /** Whole seconds, as the header says. */
  blockTime: number;
  /** Not proven. */
  storedIn: StoredIn | null;
  /** The author's signed message; null where the proof carries none. */
  inner: InnerMessage | null;
}

/** `reason` names the first step that failed: `shape`, `digest`, `cid`, `inner`, `index`, `header`, `account`, `storage`, `entry`. */
export type ProofVerdict = ProvenAnchor | { valid: false; reason: string };

/** A step did not hold. */
class Unproven extends Error {}

/** Verifies a proof, as parsed JSON. Never throws and never asks anybody. */
export async function verifyProof(json: unknown): Promise<ProofVerdict> {
  try {
    const proof = step('shape', () => parseShape(anchorProofSchema, json, 'proof'));
    const { digest, ...content } = proof;
    step('digest', () => assertEqual(proofDigest(content), digest));
    const record = step('cid', () => recordBytes(proof.record));
    step('cid', () => assertEqual(rawCid(record), proof.cid));
    const inner = await asyncStep('inner', verifiedInner(proof));
    const position = await asyncStep('index', positionIn(proof));
    const header = step('header', () => decodeHeader(hexDecode(proof.header.slice(2))));
    const words = step('account', () => storageWords(proof, header.stateRoot));
    step('entry', () => assertEqual(listedAt(proof, words), proof.index_cid));
    return {
      valid: true,
      cid: proof.cid,
      chainId: proof.chain_id,
      contract: proof.contract,
      slot: proof.slot,
      entry: proof.entry,
      position,
      indexCid: proof.index_cid,
      block: header.number,
      blockHash: toHex(header.hash),
      blockTime: header.timestamp,
      storedIn: proof.stored_in ?? null,
      inner,
    };
  } catch (error) {
    if (error instanceof Unproven) return { valid: false, reason: error.message };
    throw error;
  }
}

/** The bytes that a record's CID is over. */
export function recordBytes(record: ProofContent['record']): Bytes {
  return typeof record === 'string' ? base64Decode(record) : utf8(canonicalJson(record));
}

async function verifiedInner({ inner, record }: AnchorProof): Promise<InnerMessage | null> {
  if (inner === undefined) return null;
  const verified = await verifyInner(inner);
  if (typeof record === 'string') throw new Unproven('inner');
  assertEqual(commitmentOf(verified.inner), record.commitment);
  return verified.inner;
}

async function positionIn({ index, index_cid, cid }: AnchorProof): Promise<number> {
  if (cidOrNull(index_cid) !== index_cid) throw new Unproven('index');
  const blocks = typeof index === 'string' ? [utf8(index)] : index.map(base64Decode);
  const { bytes, blocks: used } = await assembleFile(index_cid, async (name) => {
    const { digest } = CID.parse(name).multihash;
    const block = blocks.find((one) => equalBytes(sha256(one), digest));
    if (!block) throw new Unproven('index');
    return block;
  });
  if (used.length !== blocks.length) throw new Unproven('index');
  const position = indexEntries(bytes).findIndex(({ text }) => text === cid || cidOrNull(text) === cid);
  if (position < 0) throw new Unproven('index');
  return position;
}

/** Reads proven words of storage, one path after the other; every node given must be needed. */
function storageWords(proof: AnchorProof, stateRoot: Uint8Array): (slot: bigint) => bigint {
  const account = proof.account_proof.map((node) => hexDecode(node.slice(2)));
  const { storageRoot, used } = readStorageRoot(stateRoot, proof.contract, trieNodes(account));
  if (storageRoot === null || used.length !== account.length) throw new Unproven('account');
  const paths = proof.storage_proof.map((path) => path.map((node) => hexDecode(node.slice(2))));
  const wordOf = (slot: bigint) => {
    const path = paths.shift();
    if (!path) throw new Unproven('storage');
    const read = readStorageWord(storageRoot, slot, trieNodes(path));
    if (read.used.length !== path.length) throw new Unproven('storage');
    return read.word;
  };
  return (slot) => step('storage', () => wordOf(slot));
}

/** The CID that the contract lists at the entry. */
function listedAt(
  { slot, entry, storage_proof }: AnchorProof,
  wordOf: (slot: bigint) => bigint,
): string | null {
  if (wordOf(BigInt(slot)) <= BigInt(entry)) throw new Unproven('entry');
  const headerSlot = elementSlot(slot, entry);
  const header = wordOf(headerSlot);
  const slots = textSlots(headerSlot, header);
  if (slots === null || storage_proof.length !== 2 + slots.length) throw new Unproven('storage');
  const text = textOf(header, slots.map(wordOf));
  return text === null ? null : cidOrNull(text);
}

function assertEqual(a: unknown, b: unknown): void {
  if (a !== b) throw new Error('not equal');
}

/** Runs a step; whatever is wrong with foreign input becomes the step's name. */
function step<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw unproven(name, error);
  }
}

async function asyncStep<T>(name: string, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw unproven(name, error);
  }
}

function unproven(name: string, error: unknown): Error {
  return error instanceof Unproven ? error : new Unproven(name, { cause: error });
}
