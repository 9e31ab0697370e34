import { decodeHeader } from '../../../lib/anchor/block-header.ts';
import { toWord } from '../../../lib/anchor/hex-data.ts';
import { proofDigest } from '../../../lib/anchor/proof-digest.ts';
import type { AnchorProof } from '../../../lib/anchor/proof-shape.ts';
import { readStorageRoot, readStorageWord } from '../../../lib/anchor/read-state.ts';
import { trieNodes } from '../../../lib/anchor/read-trie.ts';
import { elementSlot, textSlots } from '../../../lib/anchor/string-list.ts';
import { recordBytes, verifyProof } from '../../../lib/anchor/verify-proof.ts';
import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import { parseCanonicalJson } from '../../../lib/crypto/canonical.ts';
import { keccak256, sha256 } from '../../../lib/crypto/hash.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

async function verdictOn(json: unknown): Promise<Members> {
  const verdict = await verifyProof(json);
  if (!verdict.valid) throw new ProtocolError(verdict.reason);
  return {
    cid: verdict.cid,
    chain_id: verdict.chainId,
    contract: verdict.contract,
    slot: verdict.slot,
    entry: verdict.entry,
    position: verdict.position,
    index_cid: verdict.indexCid,
    block: verdict.block,
    block_hash: verdict.blockHash,
    block_time: verdict.blockTime,
    stored_in: verdict.storedIn && { ...verdict.storedIn },
    inner: verdict.inner,
  };
}

const bytesOf = (hexData: string) => hexDecode(hexData.slice(2));
const nodesOf = (path: string[]) => trieNodes(path.map(bytesOf));

function stepsOf({ digest: _, ...proof }: AnchorProof): Members {
  const header = decodeHeader(bytesOf(proof.header));
  const account = readStorageRoot(header.stateRoot, proof.contract, nodesOf(proof.account_proof));
  const storageRoot = account.storageRoot!;
  const paths = [...proof.storage_proof];
  const words: Members[] = [];
  const read = (slot: bigint) => {
    const { word } = readStorageWord(storageRoot, slot, nodesOf(paths.shift() ?? []));
    const [slot_hex, key_hex] = [hex(toWord(slot)), hex(keccak256(toWord(slot)))];
    words.push({ slot_hex, key_hex, word_hex: hex(toWord(word)) });
    return word;
  };
  read(BigInt(proof.slot));
  const headerSlot = elementSlot(proof.slot, proof.entry);
  for (const slot of textSlots(headerSlot, read(headerSlot)) ?? []) read(slot);
  return {
    digest: proofDigest(proof),
    record_sha256_hex: hex(sha256(recordBytes(proof.record))),
    block_hash_hex: hex(header.hash),
    block: header.number,
    state_root_hex: hex(header.stateRoot),
    account_key_hex: hex(keccak256(bytesOf(proof.contract))),
    storage_root_hex: hex(storageRoot),
    words,
  };
}

runVectors<{ proof: AnchorProof; text: string }>('proof', {
  async verify({ proof }) {
    const output = await verdictOn(proof);
    return { steps: stepsOf(proof), output };
  },
  async 'verify-text'({ text }) {
    let json: unknown;
    try {
      json = parseCanonicalJson(text.replace(/\n$/, ''));
    } catch {
      throw new ProtocolError('json');
    }
    return { output: await verdictOn(json) };
  },
});
