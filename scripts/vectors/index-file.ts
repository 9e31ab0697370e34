import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { hex, hexDecode, utf8, utf8Decode } from '../../lib/crypto/bytes.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { buildIndexFiles, type IndexContent, parseIndexFile } from '../../lib/protocol/index-file.ts';
import { HELD_LIMITS } from '../../lib/protocol/wire.ts';
import { sampleHanded } from './support/held-sample.ts';
import { refused } from './support/refused.ts';
import { repeated } from './support/repeated.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

interface Entry {
  room_id: string;
  cid: string;
}

const make = (entries: Entry[], maxBytes?: number) =>
  buildIndexFiles(
    entries.map(({ room_id, cid }) => ({ roomId: room_id, cid })),
    maxBytes,
  );

function made(name: string, entries: Entry[], maxBytes: number = HELD_LIMITS.indexFileBytes): AcceptCase {
  const files = make(entries, maxBytes).map(({ cid, bytes }) => ({ text: utf8Decode(bytes), cid }));
  return {
    name,
    operation: 'make',
    input: { entries: entries.map((entry) => ({ ...entry })), max_bytes: maxBytes },
    output: { files },
  };
}

const contentOf = (content: IndexContent): Members =>
  Object.fromEntries(Object.entries(content).map(([room, cids]) => [room, [...cids]]));

function read(name: string, text: string): AcceptCase {
  const content = contentOf(parseIndexFile(utf8(text)));
  return { name, operation: 'read', input: { text }, output: { content, cid: rawCid(utf8(text)) } };
}

const notRead = (name: string, text: string, why: string): Promise<RefuseCase> =>
  refused({ name, operation: 'read', input: { text }, why }, () => parseIndexFile(utf8(text)));

const notMade = (name: string, entries: Entry[], why: string): Promise<RefuseCase> => {
  const input = { entries: entries.map((entry) => ({ ...entry })), max_bytes: HELD_LIMITS.indexFileBytes };
  return refused({ name, operation: 'make', input, why }, () => make(entries));
};

/** Index files: CIDs by room. */
export async function indexFile(): Promise<VectorFile> {
  const { held, cid } = await sampleHanded();
  const room = held.inner.room_id;
  const [a, b] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];
  const [one, two, three] = ['one', 'two', 'three'].map((text) => rawCid(utf8(text))) as [
    string,
    string,
    string,
  ];
  const base58 = CID.parse(one).toString(base58btc);
  const version0 = 'QmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5';
  const numbered = Array.from({ length: 300 }, (_, n) => n.toString(16).padStart(64, '0'));
  const invalid = 'ff7b7d';
  return {
    format: 'index-file',
    document: 'address-messaging.md §4',
    about:
      'CIDs by room as canonical JSON of at most 1 MiB, rooms in order of their text, CIDs in the order in which they came; it is a raw block, and its CID is what the contract lists.',
    operations: {
      make: 'As few files as the order of the entries allows, a CID once in all of them. A file is full when the next entry could make it larger than max_bytes, counted as 2 bytes, 70 for each room and the length of each CID plus 3: one byte more a room than there are, and one. How files are cut is the mediator’s own; what is in them is not.',
      read: 'What a file lists. It has at most 1 MiB, is canonical JSON (the limit of 256 members of an object does not hold here), its members are room ids, its values CIDs in any text that cid.json parses.',
      'read-bytes': 'The same of bytes.',
    },
    modules: ['lib/protocol/index-file.ts', 'lib/protocol/cid.ts'],
    accept: [
      made('the two records of a message', [
        { room_id: room, cid: held.cid },
        { room_id: room, cid },
      ]),
      made('rooms are in order, what is in them is not', [
        { room_id: b, cid: two },
        { room_id: a, cid: three },
        { room_id: b, cid: one },
      ]),
      made('a CID given twice is listed once, where it came first', [
        { room_id: a, cid: one },
        { room_id: a, cid: two },
        { room_id: b, cid: one },
        { room_id: a, cid: base58 },
      ]),
      made('CIDs are brought to their one text', [
        { room_id: a, cid: base58 },
        { room_id: a, cid: version0 },
      ]),
      made(
        'three in files of at most 200 bytes',
        [
          { room_id: a, cid: one },
          { room_id: a, cid: two },
          { room_id: b, cid: three },
        ],
        200,
      ),
      made('the first entry of a file is in it, whatever its size', [{ room_id: a, cid: one }], 10),
      made('nothing makes no file', []),
      read('two rooms', `{"${a}":["${one}"],"${b}":["${two}","${three}"]}`),
      read('nothing in it', '{}'),
      read('a room with nothing in it', `{"${a}":[]}`),
      read('CIDs as others write them stay as they are', `{"${a}":["${base58}","${version0}"]}`),
      read('the same CID twice', `{"${a}":["${one}","${one}"]}`),
      read('more than 256 rooms', `{${numbered.map((name) => `"${name}":[]`).join(',')}}`),
    ],
    refuse: [
      await notRead('rooms in another order', `{"${b}":[],"${a}":[]}`, 'Rooms are in order of their text.'),
      await notRead('a room twice', `{"${a}":[],"${a}":["${one}"]}`, 'Members are there once.'),
      await notRead('a space in it', `{"${a}": []}`, 'The text is canonical.'),
      await notRead('a line feed at the end', `{"${a}":[]}\n`, 'The text is canonical.'),
      await notRead(
        'an escape that is not needed',
        `{"${a.replace('a', '\\u0061')}":[]}`,
        'The text is canonical.',
      ),
      await notRead(
        'a room with capitals',
        `{"${'A'.repeat(64)}":[]}`,
        'Room ids are 64 lower-case hex digits.',
      ),
      await notRead(
        'a room of 63 digits',
        `{"${'a'.repeat(63)}":[]}`,
        'Room ids are 64 lower-case hex digits.',
      ),
      await notRead('the member __proto__', '{"__proto__":[]}', 'Room ids are 64 lower-case hex digits.'),
      await notRead('a text that is no CID', `{"${a}":["x"]}`, 'What is listed are CIDs.'),
      await notRead('a CID that is a number', `{"${a}":[1]}`, 'What is listed are CIDs.'),
      await notRead('a CID that is not in a list', `{"${a}":"${one}"}`, 'CIDs of a room are a list.'),
      await notRead('a list', '[]', 'An index file is an object.'),
      await notRead('null', 'null', 'An index file is an object.'),
      await notRead('no JSON', '{', 'An index file is JSON.'),
      await refused(
        {
          name: 'a byte order mark',
          operation: 'read-bytes',
          input: { bytes_hex: 'efbbbf7b7d' },
          why: 'The text is canonical.',
        },
        () => parseIndexFile(hexDecode('efbbbf7b7d')),
      ),
      await refused(
        {
          name: 'bytes that are no UTF-8',
          operation: 'read-bytes',
          input: { bytes_hex: invalid },
          why: 'A text is UTF-8.',
        },
        () => parseIndexFile(hexDecode(invalid)),
      ),
      await refused(
        {
          name: 'larger than 1 MiB',
          operation: 'read',
          input: { text: repeated(' ', HELD_LIMITS.indexFileBytes + 1) },
          why: 'A file has at most 1,048,576 bytes.',
        },
        () => parseIndexFile(new Uint8Array(HELD_LIMITS.indexFileBytes + 1).fill(0x20)),
      ),
      await notMade(
        'a room that is none',
        [{ room_id: 'room', cid: one }],
        'Room ids are 64 lower-case hex digits.',
      ),
      await notMade('a CID that is none', [{ room_id: a, cid: hex(utf8(one)) }], 'What is listed are CIDs.'),
    ],
  };
}
