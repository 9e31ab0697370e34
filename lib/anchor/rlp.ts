/**
 * RLP, in its one canonical form: what decodes here encodes to the same bytes. Foreign nodes and headers come through
 * it, so it is bounded in depth and never reads outside its input.
 */
import { type Bytes, concatBytes } from '../crypto/bytes.ts';
import { AnchorError } from './anchor-error.ts';

/** A byte string, or a list of such things. */
export type RlpItem = Uint8Array | RlpItem[];

/** Lists in lists: a node of a trie can hold a node, which can hold a node; each is shorter than 32 bytes. */
const MAX_DEPTH = 18;

/** The item that is exactly these bytes; throws `AnchorError('malformed')`. */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const { item, end } = readItem(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw new AnchorError('malformed');
  return item;
}

/** The bytes of an item. */
export function encodeRlp(item: RlpItem): Bytes {
  if (item instanceof Uint8Array) {
    if (item.length === 1 && (item[0] as number) < 0x80) return new Uint8Array(item);
    return concatBytes(prefix(item.length, 0x80), item);
  }
  const payload = concatBytes(...item.map(encodeRlp));
  return concatBytes(prefix(payload.length, 0xc0), payload);
}

function prefix(length: number, offset: number): Bytes {
  if (length < 56) return Uint8Array.of(offset + length);
  const digits = minimalBytes(BigInt(length));
  return concatBytes(Uint8Array.of(offset + 55 + digits.length), digits);
}

/** A number in as few bytes as it takes, none for 0: RLP's integers. */
export function minimalBytes(value: bigint): Bytes {
  if (value === 0n) return new Uint8Array(0);
  const text = value.toString(16);
  const even = text.length % 2 === 0 ? text : `0${text}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, at) =>
    Number.parseInt(even.slice(at * 2, at * 2 + 2), 16),
  );
}

function readItem(
  bytes: Uint8Array,
  start: number,
  limit: number,
  depth: number,
): { item: RlpItem; end: number } {
  const first = bytes[start];
  if (first === undefined || start >= limit || depth > MAX_DEPTH) throw new AnchorError('malformed');
  if (first < 0x80) return { item: bytes.subarray(start, start + 1), end: start + 1 };
  const isList = first >= 0xc0;
  const { from, end } = payloadOf(bytes, start, limit, first - (isList ? 0xc0 : 0x80));
  if (!isList) {
    if (end - from === 1 && (bytes[from] as number) < 0x80) throw new AnchorError('malformed');
    return { item: bytes.subarray(from, end), end };
  }
  const items: RlpItem[] = [];
  for (let at = from; at < end; ) {
    const read = readItem(bytes, at, end, depth + 1);
    items.push(read.item);
    at = read.end;
  }
  return { item: items, end };
}

function payloadOf(
  bytes: Uint8Array,
  start: number,
  limit: number,
  code: number,
): { from: number; end: number } {
  let from = start + 1;
  let length = code;
  if (code > 55) {
    const digits = code - 55;
    // Nothing we read comes near four bytes of length, and more would leave the safe integers.
    if (digits > 4 || from + digits > limit || bytes[from] === 0) throw new AnchorError('malformed');
    length = 0;
    for (let i = 0; i < digits; i++) length = length * 256 + (bytes[from + i] as number);
    if (length < 56) throw new AnchorError('malformed');
    from += digits;
  }
  if (from + length > limit) throw new AnchorError('malformed');
  return { from, end: from + length };
}
