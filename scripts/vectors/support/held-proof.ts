import { toHex, toWord } from '../../../lib/anchor/hex-data.ts';
import { proofDigest } from '../../../lib/anchor/proof-digest.ts';
import type { AnchorProof, ProofContent } from '../../../lib/anchor/proof-shape.ts';
import { readStorageWord } from '../../../lib/anchor/read-state.ts';
import { readTrie, trieNodes } from '../../../lib/anchor/read-trie.ts';
import { encodeRlp, minimalBytes } from '../../../lib/anchor/rlp.ts';
import { elementSlot, likelyTextSlots } from '../../../lib/anchor/string-list.ts';
import { type Bytes, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { keccak256 } from '../../../lib/crypto/hash.ts';
import { buildTrie } from '../../../test/support/build-trie.ts';
import { seededBytes } from './seeded-bytes.ts';

/** Address of the contract of all proofs. */
export const CONTRACT = `0x${'5c'.repeat(20)}`;
/** Slot of its list, beside the owner in slot 0. */
export const SLOT = 1;

/** What a proof is made over: a chain of one block with a contract that lists these texts. */
export interface ProofParts {
  cid: string;
  record: ProofContent['record'];
  inner?: ProofContent['inner'];
  index: ProofContent['index'];
  index_cid: string;
  /** Texts in the contract's list, and which of them the proof is about. */
  listed: string[];
  entry: number;
  /** Members of the header: 15, or more of later forks. */
  headerMembers: number;
  stored_in?: ProofContent['stored_in'];
  /** Members of the account, where they are not the four there should be. */
  accountOf?: (storageRoot: Bytes) => Uint8Array[];
  /** Changes the header's members. */
  headerOf?: (items: Bytes[]) => Bytes[];
}

/** A whole proof. */
export function makeProof({ listed, headerMembers, accountOf, headerOf, ...given }: ProofParts): AnchorProof {
  const { entry } = given;
  const storage = buildTrie(
    [...storageOf(listed)].map(
      ([slot, word]) => [keccak256(toWord(slot)), encodeRlp(minimalBytes(word))] as const,
    ),
  );
  const account =
    accountOf ?? ((root: Bytes) => [Uint8Array.of(1), new Uint8Array(0), root, keccak256(utf8('code'))]);
  const encoded = encodeRlp(account(storage.root));
  const contractKey = keccak256(hexDecode(CONTRACT.slice(2)));
  // Another account, so that the path to the contract has two nodes.
  const state = buildTrie([contractKey, keccak256(utf8('somebody'))].map((key) => [key, encoded] as const));
  const items = headerItems(state.root).slice(0, headerMembers);
  const header = encodeRlp(headerOf ? headerOf(items) : items);
  const headerSlot = elementSlot(SLOT, entry);
  const textSlots = likelyTextSlots(headerSlot, Math.ceil((listed[entry]?.length ?? 0) / 32));
  const nodes = trieNodes(storage.nodes);
  const pathOf = (slot: bigint) => readStorageWord(storage.root, slot, nodes).used.map(toHex);
  return withDigest({
    v: 1,
    ...given,
    chain_id: 137,
    contract: CONTRACT,
    slot: SLOT,
    header: toHex(header),
    account_proof: readTrie(state.root, contractKey, trieNodes(state.nodes)).used.map(toHex),
    storage_proof: [BigInt(SLOT), headerSlot, ...textSlots].map(pathOf),
  });
}

/** A proof with its digest made anew. */
export function withDigest(content: ProofContent): AnchorProof {
  return { ...content, digest: proofDigest(content) };
}

/** Storage of the contract: its owner, and the list. */
function storageOf(texts: readonly string[]): Map<bigint, bigint> {
  const slots = new Map<bigint, bigint>([
    [0n, BigInt(`0x${'0e'.repeat(20)}`)],
    [BigInt(SLOT), BigInt(texts.length)],
  ]);
  for (const [at, text] of texts.entries()) {
    const bytes = utf8(text);
    const header = elementSlot(SLOT, at);
    slots.set(header, BigInt(bytes.length * 2 + 1));
    for (const [i, slot] of likelyTextSlots(header, Math.ceil(bytes.length / 32)).entries()) {
      const word = new Uint8Array(32);
      word.set(bytes.subarray(i * 32, i * 32 + 32));
      slots.set(slot, BigInt(toHex(word)));
    }
  }
  return slots;
}

/** The members of a header, 21 as of the last fork (EIP-7685); their order is the format. */
function headerItems(stateRoot: Bytes): Bytes[] {
  const hash = (label: string) => seededBytes(`header ${label}`, 32);
  const integer = (value: number) => minimalBytes(BigInt(value));
  return [
    hash('parent'),
    hash('uncles'),
    new Uint8Array(20),
    stateRoot,
    hash('transactions'),
    hash('receipts'),
    new Uint8Array(256),
    integer(0),
    integer(42),
    integer(30_000_000),
    integer(0),
    integer(1_700_003_600),
    new Uint8Array(0),
    hash('mix'),
    new Uint8Array(8),
    integer(7),
    hash('withdrawals'),
    integer(0),
    integer(0),
    hash('beacon'),
    hash('requests'),
  ];
}
