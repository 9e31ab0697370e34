/**
 * How Solidity lays out `string[]` at slot N: the length in N; the header of element i in `keccak256(N) + i`; a string
 * of up to 31 bytes beside its doubled length in the header, a longer one in words from `keccak256(header slot)` on.
 */
import { concatBytes, utf8Decode } from '../crypto/bytes.ts';
import { keccak256 } from '../crypto/hash.ts';
import { fromWord, toWord } from './hex-data.ts';

const WORDS = 1n << 256n;
/** No text of a CID is longer (lib/protocol/cid.ts takes 128 characters). */
const MAX_LENGTH = 128;

/** Slot of the header of an element. */
export function elementSlot(listSlot: number, index: number): bigint {
  return (fromWord(keccak256(toWord(BigInt(listSlot)))) + BigInt(index)) % WORDS;
}

/** Slots of the text of an element whose header is given; none where the header itself holds it, null where it can hold no CID. */
export function textSlots(headerSlot: bigint, header: bigint): bigint[] | null {
  const length = lengthOf(header);
  if (length === null) return null;
  if (header % 2n === 0n) return [];
  return likelyTextSlots(headerSlot).slice(0, Math.ceil(length / 32));
}

/** The slots in which a text of up to 128 bytes would lie, so that they can be asked for before its header is known. */
export function likelyTextSlots(headerSlot: bigint, count = MAX_LENGTH / 32): bigint[] {
  const first = fromWord(keccak256(toWord(headerSlot)));
  return Array.from({ length: count }, (_, at) => (first + BigInt(at)) % WORDS);
}

/** The text of an element from its header and the words of its `textSlots`; null where it is no UTF-8 of up to 128 bytes. */
export function textOf(header: bigint, words: readonly bigint[]): string | null {
  const length = lengthOf(header);
  if (length === null) return null;
  const bytes = header % 2n === 0n ? toWord(header) : concatBytes(...words.map(toWord));
  if (bytes.length < length) return null;
  try {
    return utf8Decode(bytes.subarray(0, length));
  } catch {
    return null;
  }
}

function lengthOf(header: bigint): number | null {
  if (header % 2n === 0n) {
    const length = Number(header & 0xffn) / 2;
    return length <= 31 ? length : null;
  }
  const length = (header - 1n) / 2n;
  return length >= 32n && length <= BigInt(MAX_LENGTH) ? Number(length) : null;
}
