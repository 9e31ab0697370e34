import { toHex, toWord } from '../../lib/anchor/hex-data.ts';
import { proofDigest } from '../../lib/anchor/proof-digest.ts';
import type { AnchorProof, ProofContent } from '../../lib/anchor/proof-shape.ts';
import { readStorageRoot, readStorageWord } from '../../lib/anchor/read-state.ts';
import { trieNodes } from '../../lib/anchor/read-trie.ts';
import { encodeRlp, minimalBytes } from '../../lib/anchor/rlp.ts';
import { elementSlot, likelyTextSlots } from '../../lib/anchor/string-list.ts';
import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { type Bytes, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { keccak256 } from '../../lib/crypto/hash.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { buildIndexFiles } from '../../lib/protocol/index-file.ts';
import { commitmentOf, type InnerMessage, signInner } from '../../lib/protocol/inner-message.ts';
import { buildTrie } from './build-trie.ts';

const CONTRACT = `0x${'5c'.repeat(20)}`;
const SLOT = 1;
const ENTRY = 3;
const EMPTY = new Uint8Array(0);

/** A message that its author signed; always the same. */
export async function madeInner(): Promise<InnerMessage> {
  const signer = signerFromSeed(new Uint8Array(32).fill(11));
  const preKey = agreerFromSeed(new Uint8Array(32).fill(12)).publicKey;
  const did = formatDid({
    alias: 'alice',
    signingKey: signer.publicKey,
    preKey,
    mediatorDid: 'did:web:mediator.example',
  });
  return signInner(
    {
      id: 'm1',
      from_did: did,
      to_address: `0x${'ca'.repeat(20)}`,
      chain_id: 137,
      room_salt: '07'.repeat(32),
      timestamp: 1_800_000_000,
      content: { type: 'chat.message', body: '{"content":"Hello Carol"}' },
      seq: 1,
      prev: null,
    },
    signer,
  );
}

/** A valid proof over a chain of one made-up block, so that it needs no chain; always the same. */
export async function madeProof(): Promise<AnchorProof> {
  const inner = await madeInner();
  const record = {
    v: 1,
    id: inner.id,
    room_id: inner.room_id,
    commitment: commitmentOf(inner),
    messages: 'AAAA',
  };
  const cid = rawCid(utf8(canonicalJson(record)));
  const others = ['one', 'two'].map((text) => ({ roomId: '02'.repeat(32), cid: rawCid(utf8(text)) }));
  const [file] = buildIndexFiles([...others, { roomId: inner.room_id, cid }]);
  const index = file as NonNullable<typeof file>;
  const slots = listSlots(
    Array.from({ length: 5 }, (_, at) => (at === ENTRY ? index.cid : (others[0]?.cid ?? ''))),
  );
  const storage = buildTrie(
    [...slots].map(([slot, word]) => [keccak256(toWord(slot)), encodeRlp(minimalBytes(word))] as const),
  );
  const account = encodeRlp([Uint8Array.of(1), EMPTY, storage.root, keccak256(utf8('code'))]);
  const state = buildTrie([
    ...Array.from({ length: 40 }, (_, at) => [keccak256(Uint8Array.of(at)), account] as const),
    [keccak256(hexDecode(CONTRACT.slice(2))), account],
  ]);
  const header = encodeRlp(headerItems(state.root));
  const { used, storageRoot } = readStorageRoot(state.root, CONTRACT, trieNodes(state.nodes));
  const nodes = trieNodes(storage.nodes);
  const headerSlot = elementSlot(SLOT, ENTRY);
  const proven = [BigInt(SLOT), headerSlot, ...likelyTextSlots(headerSlot, 2)];
  const content: ProofContent = {
    v: 1,
    cid,
    record,
    inner: { ...inner },
    index: new TextDecoder().decode(index.bytes),
    index_cid: index.cid,
    chain_id: 137,
    contract: CONTRACT,
    slot: SLOT,
    entry: ENTRY,
    header: toHex(header),
    account_proof: used.map(toHex),
    storage_proof: proven.map((slot) => readStorageWord(storageRoot ?? EMPTY, slot, nodes).used.map(toHex)),
    stored_in: { block: 41, tx: `0x${'ab'.repeat(32)}`, time: 1_800_000_100 },
  };
  return { ...content, digest: proofDigest(content) };
}

/** Storage of a contract that lists these texts, all longer than 31 bytes. */
function listSlots(texts: readonly string[]): Map<bigint, bigint> {
  const slots = new Map<bigint, bigint>([
    [0n, 7n],
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

function headerItems(stateRoot: Bytes): Bytes[] {
  const hash = new Uint8Array(32).fill(9);
  const [number, gas, time] = [42n, 30_000_000n, 1_800_000_200n].map(minimalBytes) as [Bytes, Bytes, Bytes];
  const fixed = [hash, hash, new Uint8Array(20), stateRoot, hash, hash, new Uint8Array(256)];
  return [...fixed, EMPTY, number, gas, EMPTY, time, EMPTY, hash, new Uint8Array(8), Uint8Array.of(7)];
}
