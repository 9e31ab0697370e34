import { assembleFile } from '../../lib/anchor/assemble-file.ts';
import { decodeHeader, encodeHeader } from '../../lib/anchor/block-header.ts';
import { toHex, toWord } from '../../lib/anchor/hex-data.ts';
import { indexEntries } from '../../lib/anchor/index-entries.ts';
import { readStorageWord } from '../../lib/anchor/read-state.ts';
import { readTrie, trieNodes } from '../../lib/anchor/read-trie.ts';
import { decodeRlp, encodeRlp, minimalBytes, type RlpItem } from '../../lib/anchor/rlp.ts';
import { elementSlot, likelyTextSlots, textOf, textSlots } from '../../lib/anchor/string-list.ts';
import { type Bytes, concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../lib/crypto/canonical.ts';
import { keccak256, sha256 } from '../../lib/crypto/hash.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { asRefusal } from '../../test/support/book/as-refusal.ts';
import { buildTrie } from '../../test/support/build-trie.ts';
import { dagPbCid, field, fileRoot } from './support/held-dag-pb.ts';
import { refused } from './support/refused.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const itemAsHex = (item: RlpItem): JsonValue =>
  item instanceof Uint8Array ? hex(item) : item.map(itemAsHex);

const rlp = (name: string, bytes: Bytes): AcceptCase => ({
  name,
  operation: 'rlp',
  input: { rlp_hex: hex(bytes) },
  output: { item: itemAsHex(decodeRlp(bytes)) },
});

const notRlp = (name: string, rlp_hex: string, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'rlp', input: { rlp_hex }, why }, () =>
    asRefusal(() => decodeRlp(hexDecode(rlp_hex))),
  );

interface Trie {
  root_hex: string;
  key_hex: string;
  nodes_hex: string[];
}

const inTrie = ({ root_hex, key_hex, nodes_hex }: Trie) =>
  readTrie(hexDecode(root_hex), hexDecode(key_hex), trieNodes(nodes_hex.map(hexDecode)));

function trie(name: string, given: Trie): AcceptCase {
  const { value, used } = inTrie(given);
  return {
    name,
    operation: 'trie',
    input: { ...given },
    steps: { path: given.key_hex, used_hex: used.map(hex) },
    output: { value_hex: value && hex(value) },
  };
}

const notInTrie = (name: string, given: Trie, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'trie', input: { ...given }, why }, () => asRefusal(() => inTrie(given)));

/** A trie of one node as it stands. */
const ofNode = (node: RlpItem, key_hex: string): Trie => {
  const bytes = encodeRlp(node);
  return { root_hex: hex(keccak256(bytes)), key_hex, nodes_hex: [hex(bytes)] };
};

const wordIn = ({
  root_hex,
  slot_hex,
  nodes_hex,
}: {
  root_hex: string;
  slot_hex: string;
  nodes_hex: string[];
}) => readStorageWord(hexDecode(root_hex), BigInt(`0x${slot_hex}`), trieNodes(nodes_hex.map(hexDecode)));

function wordInput(value: Bytes): { root_hex: string; slot_hex: string; nodes_hex: string[] } {
  const slot = toWord(1n);
  const { root, nodes } = buildTrie([[keccak256(slot), value]]);
  return { root_hex: hex(root), slot_hex: hex(slot), nodes_hex: nodes.map(hex) };
}

function word(name: string, value: Bytes, slot = '1'): AcceptCase {
  const input = { ...wordInput(value), slot_hex: slot.padStart(64, '0') };
  const steps = { key_hex: hex(keccak256(hexDecode(input.slot_hex))) };
  return {
    name,
    operation: 'storage-word',
    input,
    steps,
    output: { word_hex: hex(toWord(wordIn(input).word)) },
  };
}

function notWord(name: string, value: Bytes, why: string): Promise<RefuseCase> {
  const input = wordInput(value);
  return refused({ name, operation: 'storage-word', input, why }, () => asRefusal(() => wordIn(input)));
}

function listText(name: string, bytes: Bytes): AcceptCase {
  const header =
    bytes.length < 32
      ? BigInt(`0x${hex(bytes).padEnd(62, '0')}${(bytes.length * 2).toString(16).padStart(2, '0')}`)
      : BigInt(bytes.length * 2 + 1);
  return textCase(name, header, bytes.length < 32 ? [] : chunks(bytes));
}

function textCase(name: string, header: bigint, words: bigint[]): AcceptCase {
  const text = textOf(header, words);
  return {
    name,
    operation: 'list-text',
    input: { header_word_hex: hex(toWord(header)), words_hex: words.map((one) => hex(toWord(one))) },
    steps: { words: textSlots(0n, header)?.length ?? null },
    output: { text },
  };
}

const chunks = (bytes: Bytes) =>
  Array.from({ length: Math.ceil(bytes.length / 32) }, (_, at) =>
    BigInt(`0x${hex(bytes.subarray(at * 32, at * 32 + 32)).padEnd(64, '0')}`),
  );

function slots(name: string, slot: number, entry: number): AcceptCase {
  const header = elementSlot(slot, entry);
  return {
    name,
    operation: 'list-slots',
    input: { slot, entry },
    steps: { list_hex: hex(keccak256(toWord(BigInt(slot)))) },
    output: {
      header_slot_hex: hex(toWord(header)),
      text_slots_hex: likelyTextSlots(header).map((one) => hex(toWord(one))),
    },
  };
}

const headerOf = (header: Bytes): Members => {
  const { number, hash, stateRoot, timestamp } = decodeHeader(header);
  return { number, block_hash: toHex(hash), state_root_hex: hex(stateRoot), timestamp };
};

const header = (name: string, bytes: Bytes): AcceptCase => ({
  name,
  operation: 'header',
  input: { header_hex: hex(bytes) },
  output: headerOf(bytes),
});

const notHeader = (name: string, bytes: Bytes, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'header', input: { header_hex: hex(bytes) }, why }, () =>
    asRefusal(() => headerOf(bytes)),
  );

function headerOfBlock(name: string, block: Members): AcceptCase {
  const encoded = encodeHeader(block);
  return {
    name,
    operation: 'header-of-block',
    input: { block },
    output: { header_hex: encoded && hex(encoded) },
  };
}

interface Blocks {
  root: string;
  blocks_hex: string[];
}

const fileOf = ({ root, blocks_hex }: Blocks) => {
  const blocks = blocks_hex.map(hexDecode);
  return assembleFile(root, async (cid) => {
    const found = blocks.find((block) => [rawCid(block), dagPbCid(block)].includes(cid));
    if (!found) throw new Error(`no block ${cid}`);
    return found;
  });
};

async function file(name: string, root: string, blocks: Bytes[]): Promise<AcceptCase> {
  const input = { root, blocks_hex: blocks.map(hex) };
  const { bytes, blocks: used } = await fileOf(input);
  const steps = { used: used.map((block) => blocks.findIndex((one) => hex(one) === hex(block))) };
  return { name, operation: 'file', input, steps, output: { bytes_hex: hex(bytes) } };
}

function notFile(name: string, block: Bytes, why: string, others: Bytes[] = []): Promise<RefuseCase> {
  const input = { root: dagPbCid(block), blocks_hex: [block, ...others].map(hex) };
  return refused({ name, operation: 'file', input, why }, () => asRefusal(() => fileOf(input)));
}

const entries = (text: string) =>
  indexEntries(utf8(text)).map(({ roomId, text: listed }) => ({ room_id: roomId, text: listed }));

const listed = (name: string, text: string): AcceptCase => ({
  name,
  operation: 'index-entries',
  input: { text },
  output: { entries: entries(text) },
});

const notListed = (name: string, text: string, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'index-entries', input: { text }, why }, () => asRefusal(() => entries(text)));

/** What a proof is checked with, part by part. */
export async function proofParts(): Promise<VectorFile> {
  const key = '0123456789abcdef'.repeat(4);
  const value = seededBytes('value', 40);
  const keys = [key, `${key.slice(0, -1)}e`, `f${key.slice(1)}`];
  const built = buildTrie(
    keys.map((one, at) => [hexDecode(one), at === 0 ? value : Uint8Array.of(at)] as const),
  );
  const whole: Trie = { root_hex: hex(built.root), key_hex: key, nodes_hex: built.nodes.map(hex) };
  const without = (at: number): Trie => ({ ...whole, nodes_hex: whole.nodes_hex.filter((_, n) => n !== at) });
  const leaf = (flags: string, path: string): RlpItem => [hexDecode(flags + path), value];
  const items = headerItems();
  const encoded = encodeRlp(items);
  const block = blockOf(items);
  const { baseFeePerGas: _, ...withoutFee } = block;
  const parts = [seededBytes('first part', 20), seededBytes('second part', 20)] as [Bytes, Bytes];
  const root = fileRoot(parts);
  const inline = field(1, concatBytes(field(1, 2), field(2, utf8('{}')), field(3, 2)));
  const nested = fileRoot([]);
  const tower = [inline];
  for (let depth = 0; depth < 5; depth++) tower.push(linkTo(tower.at(-1) ?? inline));
  const cidText = rawCid(utf8('index file'));
  return {
    format: 'proof-parts',
    document: 'address-messaging.md §5',
    about: 'What a proof is checked with, each part by itself: RLP, tries, storage, headers, files of IPFS.',
    operations: {
      rlp: 'One item of RLP and nothing after it: bytes as hex, lists as lists. Every length in its shortest form, at most 18 lists in each other.',
      trie: 'The value under a key of a Merkle Patricia trie, null where the nodes show that there is none; nodes are found by keccak256, beginning at the root.',
      'storage-word':
        'The word in a slot of a contract’s storage: the RLP under keccak256 of the slot, zero where nothing is.',
      'list-slots':
        'Slots of an entry of a Solidity string[] in slot: its header in keccak256(slot) + entry, its text from keccak256(header slot) on; all modulo 2^256. text_slots_hex are those of a text of 128 bytes.',
      'list-text':
        'The text of an entry from its header word and its words, null where it is no UTF-8 or more than 128 bytes. An even last byte is twice the length of a text that stands in the header itself; an odd header is twice the length plus 1.',
      header: 'What is read of the RLP of a block’s header: members 3, 8 and 11 from 0.',
      'header-of-block':
        'The header of a block as JSON-RPC shows it, null where no beginning of its members (15 or more) hashes to the block’s hash.',
      file: 'The file behind a CID: a raw block, or the nodes of dag-pb with UnixFS of type file or raw, its parts in order; at most 4 deep. steps.used are the blocks in the order in which they are taken.',
      'index-entries':
        'All texts that an index file lists, room by room: files of others too, whatever their white space and names.',
    },
    modules: [
      'lib/anchor/rlp.ts',
      'lib/anchor/read-trie.ts',
      'lib/anchor/read-state.ts',
      'lib/anchor/string-list.ts',
      'lib/anchor/block-header.ts',
      'lib/anchor/assemble-file.ts',
      'lib/anchor/dag-pb.ts',
      'lib/anchor/index-entries.ts',
    ],
    accept: [
      rlp('no bytes', hexDecode('80')),
      rlp('a byte below 128 is itself', hexDecode('7f')),
      rlp('a byte from 128 on', hexDecode('8180')),
      rlp('55 bytes', encodeRlp(seededBytes('rlp', 55))),
      rlp('56 bytes', encodeRlp(seededBytes('rlp', 56))),
      rlp('lists in a list', encodeRlp([[], [Uint8Array.of(1), [new Uint8Array(0)]], utf8('dog')])),
      rlp('a list of 60 bytes', encodeRlp(Array.from({ length: 60 }, (_v, at) => Uint8Array.of(at)))),
      trie('a leaf behind a branch, an extension and a branch', whole),
      trie('a leaf that is so short that it stands in its branch', { ...whole, key_hex: keys[1] ?? '' }),
      trie('another leaf at the first branch', { ...whole, key_hex: keys[2] ?? '' }),
      trie('absent: nothing at a branch', { ...whole, key_hex: `5${key.slice(1)}` }),
      trie('absent: an extension leads elsewhere', {
        ...whole,
        key_hex: `${key.slice(0, 30)}${'0'.repeat(34)}`,
      }),
      trie('absent: another leaf stands there', { ...whole, key_hex: `f${key.slice(1, -1)}0` }),
      trie('a trie of one leaf', ofNode(leaf('20', key), key)),
      trie('the empty trie', { root_hex: hex(keccak256(Uint8Array.of(0x80))), key_hex: key, nodes_hex: [] }),
      word('a number', encodeRlp(Uint8Array.of(1, 0))),
      word('a whole word', encodeRlp(new Uint8Array(32).fill(255))),
      word('a slot that was never written', encodeRlp(Uint8Array.of(1)), '2'),
      word('a zero that a development chain kept', hexDecode('80')),
      slots('the first entry of slot 1', 1, 0),
      slots('entry 1000 of slot 0', 0, 1000),
      listText('31 bytes stand in the header', utf8('a'.repeat(31))),
      listText('32 bytes do not', utf8('a'.repeat(32))),
      listText('a CID', utf8(cidText)),
      listText('an empty text', new Uint8Array(0)),
      listText('128 bytes', utf8('a'.repeat(128))),
      textCase('129 bytes are no CID', 259n, []),
      textCase('a short length in a long header', 63n, []),
      textCase('a long length in a short header', 64n, []),
      textCase('no UTF-8', BigInt(`0xff${'00'.repeat(30)}02`), []),
      header('16 members', encoded),
      header('a member that is not known yet', encodeRlp([...items, seededBytes('later', 32)])),
      header('15 members', encodeRlp(items.slice(0, 15))),
      headerOfBlock('with the members of its fork', block),
      headerOfBlock('with members that are not in its header', {
        ...block,
        withdrawalsRoot: hexOf('shown, but not hashed'),
      }),
      headerOfBlock('before London', {
        ...withoutFee,
        hash: toHex(keccak256(encodeRlp(items.slice(0, 15)))),
      }),
      headerOfBlock('with another gasUsed', { ...block, gasUsed: '0x1' }),
      await file('one raw block', rawCid(parts[0]), [parts[0]]),
      await file('one dag-pb block with its data in it', dagPbCid(inline), [inline]),
      await file('a root with two raw parts', dagPbCid(root), [root, ...parts]),
      await file('a part that comes twice', dagPbCid(fileRoot([parts[0], parts[0]])), [
        fileRoot([parts[0], parts[0]]),
        parts[0],
      ]),
      await file('an empty file', dagPbCid(nested), [nested]),
      await file('4 deep', dagPbCid(tower[4] ?? inline), tower.slice(0, 5).toReversed()),
      listed('ours', `{"${'a'.repeat(64)}":["${cidText}"],"${'b'.repeat(64)}":[]}`),
      listed('of others', '{ "general" : [ "x", "y" ],\n"a": ["z"] }'),
      listed('a room twice: the last one counts, where the first stood', '{"a":["1"],"b":["2"],"a":["3"]}'),
    ],
    refuse: [
      await notRlp('nothing', '', 'An item has at least a byte.'),
      await notRlp('a byte below 128 with a length', '817f', 'Such a byte is itself.'),
      await notRlp(
        'a long form for 55 bytes',
        `b837${'11'.repeat(55)}`,
        'Up to 55 bytes the length stands in the first byte.',
      ),
      await notRlp(
        'a length with a leading zero',
        `b90038${'11'.repeat(56)}`,
        'Lengths are as short as they can be.',
      ),
      await notRlp('a length beyond the bytes', '83aabb', 'The bytes are not there.'),
      await notRlp('an item beyond its list', 'c283aabbcc', 'The item is longer than the list it is in.'),
      await notRlp('a byte after it', 'c000', 'Nothing may follow.'),
      await notRlp('20 lists in each other', hex(encodeRlp(inLists(20))), 'No node of a trie is so deep.'),
      await notInTrie('without its root', without(built.nodes.length - 1), 'The root is not at hand.'),
      await notInTrie(
        'without its leaf',
        without(whole.nodes_hex.indexOf(hex(inTrie(whole).used.at(-1) ?? new Uint8Array(0)))),
        'A node is not at hand.',
      ),
      await notInTrie('a node that is no list', ofNode(value, key), 'A node is a list.'),
      await notInTrie(
        'a node of three members',
        ofNode([...(leaf('20', key) as RlpItem[]), value], key),
        'A node has 17 members or two.',
      ),
      await notInTrie('a flag of 4', ofNode(leaf('40', key), key), 'Flags are 0 to 3.'),
      await notInTrie(
        'an even path whose second nibble is not zero',
        ofNode(leaf('21', key), key),
        'The second nibble of an even path is zero.',
      ),
      await notInTrie(
        'an extension of no length',
        ofNode([hexDecode('00'), keccak256(value)], key),
        'An extension leads on.',
      ),
      await notInTrie(
        'a child of 31 bytes',
        ofNode([hexDecode(`00${key.slice(0, 2)}`), value.subarray(0, 31)], key),
        'A child is a hash or a node.',
      ),
      await notInTrie(
        'a path that is longer than the key',
        ofNode([...Array.from({ length: 16 }, () => value.subarray(0, 32)), new Uint8Array(0)], ''),
        'No path ends at a branch.',
      ),
      await notWord('a word of 33 bytes', encodeRlp(seededBytes('word', 33)), 'A word has at most 32 bytes.'),
      await notWord(
        'a word with a leading zero',
        encodeRlp(Uint8Array.of(0, 1)),
        'Numbers are as short as they can be.',
      ),
      await notWord('a word that is a list', encodeRlp([Uint8Array.of(1)]), 'A word is bytes.'),
      await notHeader('14 members', encodeRlp(items.slice(0, 14)), 'A header has at least 15 members.'),
      await notHeader('bytes', encodeRlp(encoded), 'A header is a list.'),
      await notHeader(
        'a state root of 31 bytes',
        encodeRlp(items.with(3, new Uint8Array(31))),
        'A root is 32 bytes.',
      ),
      await notHeader(
        'a number with a leading zero',
        encodeRlp(items.with(8, Uint8Array.of(0, 42))),
        'Integers are as short as they can be.',
      ),
      await notHeader(
        'a time of 7 bytes',
        encodeRlp(items.with(11, new Uint8Array(7).fill(1))),
        'Numbers have at most 6 bytes.',
      ),
      await notHeader(
        'a byte after the header',
        concatBytes(encoded, Uint8Array.of(0)),
        'Nothing may follow.',
      ),
      await refused(
        {
          name: 'a block without a hash',
          operation: 'header-of-block',
          input: { block: { ...block, hash: null } },
          why: 'The hash of a block is 32 bytes.',
        },
        () => asRefusal(() => encodeHeader({ ...block, hash: null })),
      ),
      await refused(
        {
          name: 'a number that is no quantity',
          operation: 'header-of-block',
          input: { block: { ...block, number: 42 } },
          why: 'JSON-RPC writes quantities as hex.',
        },
        () => asRefusal(() => encodeHeader({ ...block, number: 42 })),
      ),
      await notFile('a directory', field(1, field(1, 1)), 'UnixFS type 1 is a directory.'),
      await notFile(
        'a node without data',
        field(2, field(1, new Uint8Array(0))),
        'A file has UnixFS in its data.',
      ),
      await notFile('a field beyond the end', hexDecode('0aff01'), 'The bytes are not there.'),
      await notFile(
        'a wire type that files have not',
        hexDecode('0d00000000'),
        'Fields are bytes or numbers.',
      ),
      await notFile(
        'a link that is no CID',
        concatBytes(field(2, field(1, utf8('x'))), field(1, field(1, 2))),
        'Links are CIDs.',
      ),
      await notFile('5 deep', tower[5] ?? inline, 'Files are at most 4 deep.', tower.slice(0, 5)),
      await notListed('a list', '[]', 'An index file is an object.'),
      await notListed('null', 'null', 'An index file is an object.'),
      await notListed('a room that is a text', '{"a":"b"}', 'A room has a list.'),
      await notListed('a CID that is a number', '{"a":[1]}', 'What is listed are texts.'),
      await notListed('no JSON', '{"a":[}', 'An index file is JSON.'),
    ],
  };
}

/** A node whose only part is another. */
function linkTo(child: Bytes): Bytes {
  const cid = concatBytes(Uint8Array.of(1, 0x70, 0x12, 0x20), sha256(child));
  return concatBytes(field(2, field(1, cid)), field(1, field(1, 2)));
}

function inLists(depth: number): RlpItem {
  return depth === 0 ? new Uint8Array(0) : [inLists(depth - 1)];
}

const hexOf = (label: string) => toHex(seededBytes(label, 32));

/** A block as JSON-RPC shows it, its members in the order of the header, and which of them are numbers. */
const MEMBERS: readonly (readonly [name: string, value: string])[] = [
  ['parentHash', hexOf('parent')],
  ['sha3Uncles', hexOf('uncles')],
  ['miner', `0x${'0e'.repeat(20)}`],
  ['stateRoot', hexOf('state')],
  ['transactionsRoot', hexOf('transactions')],
  ['receiptsRoot', hexOf('receipts')],
  ['logsBloom', `0x${'00'.repeat(256)}`],
  ['difficulty', '0x0'],
  ['number', '0x2a'],
  ['gasLimit', '0x1c9c380'],
  ['gasUsed', '0x0'],
  ['timestamp', '0x6553f110'],
  ['extraData', '0x'],
  ['mixHash', hexOf('mix')],
  ['nonce', '0x0000000000000000'],
  ['baseFeePerGas', '0x7'],
];
const NUMBERS = new Set(['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas']);

function headerItems(): Bytes[] {
  return MEMBERS.map(([name, value]) =>
    NUMBERS.has(name) ? minimalBytes(BigInt(value)) : hexDecode(value.slice(2)),
  );
}

function blockOf(items: Bytes[]): Members {
  return { ...Object.fromEntries(MEMBERS), hash: toHex(keccak256(encodeRlp(items))) };
}
