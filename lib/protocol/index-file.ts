import * as v from 'valibot';
import { type Bytes, utf8, utf8Decode } from '../crypto/bytes.ts';
import { parseJson } from '../crypto/canonical.ts';
import { parseCid, rawCid } from './cid.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { HELD_LIMITS } from './wire.ts';

/** CIDs by room: what one index file says (address-messaging.md §4.3). */
export type IndexContent = Readonly<Record<string, readonly string[]>>;

/** An index file as it is put on IPFS. */
export interface IndexFile {
  cid: string;
  bytes: Bytes;
  /** What is listed in it, in the order given. */
  entries: { roomId: string; cid: string }[];
}

const schema = v.record(field.hash, v.array(v.pipe(v.string(), v.check(isCid, 'not a CID'))));

/**
 * Puts entries into as few files of at most 1 MiB as their order allows. CIDs are normalised; a CID given twice is listed
 * once. Throws `ProtocolError` for a room id or CID that is none.
 */
export function buildIndexFiles(
  entries: readonly { roomId: string; cid: string }[],
  maxBytes: number = HELD_LIMITS.indexFileBytes,
): IndexFile[] {
  const files: IndexFile[] = [];
  const listed = new Set<string>();
  let batch = emptyBatch();
  for (const { roomId, cid } of entries) {
    const entry = { roomId: parseShape(field.hash, roomId, 'room-id'), cid: parseCid(cid) };
    if (listed.has(entry.cid)) continue;
    listed.add(entry.cid);
    if (batch.entries.length > 0 && batch.bytes + costOf(batch, entry) > maxBytes) {
      files.push(finish(batch));
      batch = emptyBatch();
    }
    add(batch, entry);
  }
  if (batch.entries.length > 0) files.push(finish(batch));
  return files;
}

/** What an index file lists; throws `ProtocolError('index-file')` unless it is canonical JSON of that shape and at most 1 MiB. */
export function parseIndexFile(bytes: Bytes): IndexContent {
  if (bytes.length > HELD_LIMITS.indexFileBytes)
    throw new ProtocolError('index-file', 'larger than an index file');
  const text = refusing(() => utf8Decode(bytes), 'index-file');
  const content = parseShape(
    schema,
    refusing(() => parseJson(text), 'index-file'),
    'index-file',
  );
  if (formatContent(content) !== text) throw new ProtocolError('index-file', 'not canonical');
  return content;
}

interface Batch {
  rooms: Map<string, string[]>;
  entries: { roomId: string; cid: string }[];
  bytes: number;
}

// `{}`; each room adds `"…":[]` and a comma, each CID `"…"` and a comma: at most a byte or two too many.
function emptyBatch(): Batch {
  return { rooms: new Map(), entries: [], bytes: 2 };
}

function costOf({ rooms }: Batch, { roomId, cid }: { roomId: string; cid: string }): number {
  return cid.length + 3 + (rooms.has(roomId) ? 0 : roomId.length + 6);
}

function add(batch: Batch, entry: { roomId: string; cid: string }): void {
  batch.bytes += costOf(batch, entry);
  batch.entries.push(entry);
  const room = batch.rooms.get(entry.roomId);
  if (room) room.push(entry.cid);
  else batch.rooms.set(entry.roomId, [entry.cid]);
}

function finish({ rooms, entries }: Batch): IndexFile {
  const bytes = utf8(formatContent(Object.fromEntries(rooms)));
  return { cid: rawCid(bytes), bytes, entries };
}

// Canonical JSON without the limit of 256 keys, which does not hold for index files (protocol.md §1.2). Room ids have 64
// characters, so that none of them looks like an array index and JavaScript keeps their order.
function formatContent(content: IndexContent): string {
  const rooms = Object.keys(content).sort();
  return JSON.stringify(Object.fromEntries(rooms.map((room) => [room, content[room]])));
}

function isCid(text: string): boolean {
  try {
    parseCid(text);
    return true;
  } catch {
    return false;
  }
}
