import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { decodeHeader } from '../../lib/anchor/block-header.ts';
import { toHex, toWord } from '../../lib/anchor/hex-data.ts';
import type { AnchorProof } from '../../lib/anchor/proof-shape.ts';
import { readStorageRoot, readStorageWord } from '../../lib/anchor/read-state.ts';
import { trieNodes } from '../../lib/anchor/read-trie.ts';
import { elementSlot, likelyTextSlots } from '../../lib/anchor/string-list.ts';
import { recordBytes, verifyProof } from '../../lib/anchor/verify-proof.ts';
import { base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, hex, hexDecode, utf8, utf8Decode } from '../../lib/crypto/bytes.ts';
import { canonicalJson, parseCanonicalJson } from '../../lib/crypto/canonical.ts';
import { keccak256, sha256 } from '../../lib/crypto/hash.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { buildIndexFiles } from '../../lib/protocol/index-file.ts';
import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { dagPbCid, fileRoot } from './support/held-dag-pb.ts';
import { makeProof, type ProofParts, SLOT, withDigest } from './support/held-proof.ts';
import { sampleHanded, sampleInner } from './support/held-sample.ts';
import { refused } from './support/refused.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

/** A verdict as vectors write it; throws with the step that does not hold. */
async function verdictOn(json: unknown): Promise<Members> {
  const verdict = await verifyProof(json);
  if (!verdict.valid) throw new ProtocolError(verdict.reason);
  const {
    cid,
    chainId,
    contract,
    slot,
    entry,
    position,
    indexCid,
    block,
    blockHash,
    blockTime,
    storedIn,
    inner,
  } = verdict;
  const where = { chain_id: chainId, contract, slot, entry, position, index_cid: indexCid };
  const when = {
    block,
    block_hash: blockHash,
    block_time: blockTime,
    stored_in: storedIn && { ...storedIn },
  };
  return { cid, ...where, ...when, inner };
}

async function verifyText(text: string): Promise<Members> {
  let json: unknown;
  try {
    json = parseCanonicalJson(text.replace(/\n$/, ''));
  } catch {
    throw new ProtocolError('json');
  }
  return verdictOn(json);
}

/** What is computed on the way, one thing after the other. */
function stepsOf(proof: AnchorProof): Members {
  const { digest, ...content } = proof;
  const header = decodeHeader(hexDecode(proof.header.slice(2)));
  const nodesOf = (path: string[]) => trieNodes(path.map((node) => hexDecode(node.slice(2))));
  const { storageRoot } = readStorageRoot(header.stateRoot, proof.contract, nodesOf(proof.account_proof));
  const headerSlot = elementSlot(proof.slot, proof.entry);
  const slots = [BigInt(proof.slot), headerSlot, ...likelyTextSlots(headerSlot)];
  const words = proof.storage_proof.map((path, at) => {
    const slot = slots[at] ?? 0n;
    const { word } = readStorageWord(storageRoot ?? new Uint8Array(0), slot, nodesOf(path));
    return {
      slot_hex: hex(toWord(slot)),
      key_hex: hex(keccak256(toWord(slot))),
      word_hex: hex(toWord(word)),
    };
  });
  return {
    digest: hex(sha256(utf8(canonicalJson(content)))),
    record_sha256_hex: hex(sha256(recordBytes(proof.record))),
    block_hash_hex: hex(header.hash),
    block: header.number,
    state_root_hex: hex(header.stateRoot),
    account_key_hex: hex(keccak256(hexDecode(proof.contract.slice(2)))),
    storage_root_hex: hex(storageRoot ?? new Uint8Array(0)),
    words,
  };
}

async function verified(name: string, proof: AnchorProof): Promise<AcceptCase> {
  return {
    name,
    operation: 'verify',
    input: { proof: asMembers(proof) },
    steps: stepsOf(proof),
    output: await verdictOn(proof),
  };
}

const asMembers = (proof: object): Members => JSON.parse(JSON.stringify(proof)) as Members;

const notVerified = (name: string, proof: object, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'verify', input: { proof: asMembers(proof) }, why }, () => verdictOn(proof));

const notText = (name: string, text: string, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'verify-text', input: { text }, why }, () => verifyText(text));

/** Hex with one bit of one byte changed. */
function flipped(hexData: string, byte: number, bit = 0): string {
  const bytes = hexDecode(hexData.slice(2));
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
  return toHex(bytes);
}

/** Proofs of an anchored CID. */
export async function proof(): Promise<VectorFile> {
  const { held, record, cid } = await sampleHanded();
  const { inner } = held;
  const filler = [1, 2].map((n) => ({
    roomId: hex(seededBytes(`nobody ${n}`, 32)),
    cid: rawCid(seededBytes(`nothing ${n}`, 32)),
  }));
  const [ofRecord] = buildIndexFiles([
    ...filler,
    { roomId: inner.room_id, cid: held.cid },
    { roomId: inner.room_id, cid },
  ]);
  const payload = seededBytes('own stored event', 60);
  const [ofEvent] = buildIndexFiles([{ roomId: hex(seededBytes('own room', 32)), cid: rawCid(payload) }]);
  if (!ofRecord || !ofEvent) throw new Error('entries make a file');
  const other = rawCid(utf8('another index file'));
  const storedIn = { block: 41, tx: `0x${'ab'.repeat(32)}`, time: 1_700_003_500 };

  const whole = makeProof({
    cid,
    record,
    inner: { ...inner },
    index: utf8Decode(ofRecord.bytes),
    index_cid: ofRecord.cid,
    listed: [other, ofRecord.cid],
    entry: 1,
    headerMembers: 16,
    stored_in: storedIn,
  });

  const eventParts: ProofParts = {
    cid: rawCid(payload),
    record: base64Encode(payload),
    index: utf8Decode(ofEvent.bytes),
    index_cid: ofEvent.cid,
    listed: [ofEvent.cid],
    entry: 0,
    headerMembers: 15,
  };
  const small = makeProof(eventParts);
  const { digest: _, ...content } = small;
  const changed = (changes: Partial<AnchorProof>) => withDigest({ ...content, ...changes });
  const ofInner = (changes: Partial<AnchorProof>) => {
    const { digest: _digest, ...of } = whole;
    return withDigest({ ...of, ...changes });
  };

  // A file as others put it on IPFS: several blocks, white space, names of rooms and CIDs in forms of their own.
  const foreign = `{ "general": ["not a CID", "${CID.parse(small.cid).toString(base58btc)}"] }\n`;
  const parts: Bytes[] = [utf8(foreign.slice(0, 30)), utf8(foreign.slice(30))];
  const root = fileRoot(parts);
  const version0 = base58btc.encode(Uint8Array.from([0x12, 0x20, ...sha256(root)])).slice(1);
  const ofBlocks = makeProof({
    ...eventParts,
    index: [root, ...parts].map(base64Encode),
    index_cid: dagPbCid(root),
    listed: [version0],
    headerMembers: 21,
  });
  const { digest: _digest, ...blocksContent } = ofBlocks;
  const [rootBlock, firstPart, secondPart] = ofBlocks.index as [string, string, string];

  const emptyIndex = '{}';
  const withIndex = (index: AnchorProof['index'], index_cid: string) =>
    makeProof({ ...eventParts, index, index_cid, listed: [index_cid] });
  const otherMessage = await sampleInner({ id: 'message-2' });
  const shorter = makeProof({ ...eventParts, headerOf: (items) => items.slice(0, 14) });
  const threeMembers = makeProof({
    ...eventParts,
    accountOf: (storageRoot) => [Uint8Array.of(1), storageRoot, storageRoot],
  });
  const elsewhere = makeProof({ ...eventParts, listed: [other] });
  const twiceSecond = makeProof({ ...eventParts, listed: [other, ofEvent.cid], entry: 1 });
  const long = makeProof({ ...eventParts, listed: ['b'.repeat(129)] });
  const [length = [], header = [], ...words] = small.storage_proof;
  const changeNode = (paths: string[][], path: number, node: number, byte: number) =>
    paths.map((nodes, at) =>
      at === path ? nodes.map((one, n) => (n === node ? flipped(one, byte) : one)) : nodes,
    );
  const text = canonicalJson(small);
  const rootOffset = hexDecode(small.header.slice(2)).indexOf(
    decodeHeader(hexDecode(small.header.slice(2))).stateRoot[0] ?? 0,
    80,
  );
  const { account_proof: _a, ...withoutAccount } = content;

  return {
    format: 'proof',
    document: 'address-messaging.md §5',
    about:
      'A file that proves without a network that a CID was listed by a block: record, index file, header and the nodes of account and storage; what is left to compare with the chain is the hash of that block.',
    operations: {
      verify:
        'In this order, and the reason is the step that does not hold: shape; digest (SHA-256 of the canonical proof without it); cid (of the canonical record, or of the bytes in base64); inner (verified, and its commitment is that of the record); index (its blocks have their CIDs, all are needed, it lists the CID: position counts all texts from 0); header (RLP, at least 15 members); account (of the contract, under the state root, by keccak256 of its address; every node needed); storage (one path a word: length of the list in slot, header of the entry in keccak256(slot) + entry, its text from keccak256(header slot) on; every node needed); entry (the list is longer than entry, and the text is the index_cid in any form).',
      'verify-text':
        'The file as it is exported: canonical JSON, one line feed at its end allowed. Anything else is refused as json, before all that.',
    },
    modules: [
      'lib/anchor/verify-proof.ts',
      'lib/anchor/proof-shape.ts',
      'lib/anchor/proof-digest.ts',
      'lib/anchor/index-entries.ts',
      'lib/anchor/assemble-file.ts',
      'lib/anchor/block-header.ts',
      'lib/anchor/read-state.ts',
      'lib/anchor/string-list.ts',
    ],
    accept: [
      await verified('a handed record with its signed message', whole),
      await verified('an own stored event: bytes in base64, no message', small),
      await verified(
        'an index file of three blocks, listed as version 0, with forms of others in it',
        ofBlocks,
      ),
      await verified('the second of two entries', twiceSecond),
      {
        name: 'the file with a line feed',
        operation: 'verify-text',
        input: { text: `${canonicalJson(small)}\n` },
        output: await verdictOn(small),
      },
    ],
    refuse: [
      await notText(
        'a number changed',
        text.replace('"slot":1', '"slot":2'),
        'The digest shows damage anywhere.',
      ),
      await notText('a space in it', text.replace(':', ': '), 'The file is canonical.'),
      await notVerified('a member more', { ...small, more: 1 }, 'There are no other members.'),
      await notVerified('a negative entry', changed({ entry: -1 }), 'Entries count from 0.'),
      await notVerified(
        'an index CID of version 0',
        changed({ index_cid: version0 }),
        'index_cid is in the one form that CIDs are compared by.',
      ),
      await notVerified(
        'without nodes of the account',
        withDigest(withoutAccount as typeof content),
        'Header and both proofs are required.',
      ),
      await notVerified('without a digest', content, 'A proof carries its digest.'),
      await notVerified(
        'another digest beside what is right',
        { ...small, digest: 'ab'.repeat(32) },
        'The digest is that of the rest, which alone would hold.',
      ),
      await notVerified(
        'another record',
        changed({ record: base64Encode(seededBytes('another event', 60)) }),
        'The CID is that of the record.',
      ),
      await notVerified(
        'a handed record with another hour',
        ofInner({ record: { ...record, timestamp: record.timestamp + 3600 } }),
        'The CID is that of the record.',
      ),
      await notVerified(
        'other words beside it',
        ofInner({ inner: { ...inner, content: { ...inner.content, body: '{"content":"hello Bob"}' } } }),
        'The author did not sign them.',
      ),
      await notVerified(
        'another message of the author beside it',
        ofInner({ inner: { ...otherMessage } }),
        'The commitment in the record is that of the message.',
      ),
      await notVerified(
        'a message beside bytes',
        changed({ inner: { ...inner } }),
        'Bytes that are no record name no commitment.',
      ),
      await notVerified(
        'a bit of the index file changed',
        changed({ index: String(small.index).replace('bafkrei', 'bafkrej') }),
        'The file is not the one its CID names.',
      ),
      await notVerified(
        'the CID of another index file',
        changed({ index_cid: other }),
        'The file is not the one its CID names.',
      ),
      await notVerified(
        'an index file that lists nothing',
        withIndex(emptyIndex, rawCid(utf8(emptyIndex))),
        'The CID is not listed in it.',
      ),
      await notVerified(
        'an index file without one of its blocks',
        withDigest({ ...blocksContent, index: [rootBlock, firstPart] }),
        'All blocks are there.',
      ),
      await notVerified(
        'a block that is not needed',
        withDigest({ ...blocksContent, index: [rootBlock, firstPart, secondPart, base64Encode(utf8('x'))] }),
        'Only blocks that the file is made of are there.',
      ),
      await notVerified('a header that is cut', changed({ header: small.header.slice(0, -2) }), 'It is RLP.'),
      await notVerified('a header of 14 members', shorter, 'A header has at least 15 members.'),
      await notVerified(
        'a bit of the state root changed',
        changed({ header: flipped(small.header, rootOffset) }),
        'No node has this hash.',
      ),
      await notVerified(
        'another contract',
        changed({ contract: `0x${'5d'.repeat(20)}` }),
        'The nodes lead to another account, or to none.',
      ),
      await notVerified(
        'a bit of a node of the account changed',
        changed({
          account_proof: small.account_proof.map((node, at) => (at === 1 ? flipped(node, 50) : node)),
        }),
        'No node has the hash that is looked for.',
      ),
      await notVerified(
        'a node of the account missing',
        changed({ account_proof: small.account_proof.slice(0, -1) }),
        'All nodes are there.',
      ),
      await notVerified(
        'a node of the account twice',
        changed({ account_proof: [...small.account_proof, small.account_proof[0] ?? ''] }),
        'Only nodes that are needed are there.',
      ),
      await notVerified(
        'an account of three members',
        threeMembers,
        'An account is nonce, balance, storage root and code hash.',
      ),
      await notVerified(
        'a bit of a node of the length changed',
        changed({ storage_proof: changeNode(small.storage_proof, 0, 0, 20) }),
        'No node has the hash that is looked for.',
      ),
      await notVerified(
        'a path missing',
        changed({ storage_proof: small.storage_proof.slice(0, -1) }),
        'Every word has its path.',
      ),
      await notVerified(
        'a node more in a path',
        changed({ storage_proof: [[...length, header[1] ?? ''], header, ...words] }),
        'Only nodes that are needed are there.',
      ),
      await notVerified(
        'paths in another order',
        changed({ storage_proof: [header, length, ...words] }),
        'Paths are in the order of the words.',
      ),
      await notVerified(
        'another slot of the list',
        changed({ slot: SLOT + 1 }),
        'The paths do not lead to this slot.',
      ),
      await notVerified('an entry beyond the list', changed({ entry: 1 }), 'The list is not that long.'),
      await notVerified('a text that is too long for a CID', long, 'A text of more than 128 bytes is none.'),
      await notVerified(
        'a contract that lists another file there',
        withDigest({ ...contentOf(elsewhere), index: small.index, index_cid: small.index_cid }),
        'The text of the entry is not the index CID.',
      ),
    ],
  };

  function contentOf({ digest: _d, ...rest }: AnchorProof) {
    return rest;
  }
}
