/**
 * The few calls and answers we exchange with a contract. Answers are foreign: every offset and length is checked against
 * what is there before anything is read or reserved (security.md T-78).
 */
import { utf8Decode } from '../crypto/bytes.ts';
import { AnchorError } from './anchor-error.ts';
import { fromWord, toHex, toWord } from './hex-data.ts';

/** Topic of `CidStored(uint256 indexed index, string cid)` of contracts/MessageAnchor.sol. */
export const CID_STORED_TOPIC = '0xf9378c759af75c72c7667c21dbeda7d5611baa5537157b7f0f484a093ca6ee6e';
/** Selector of `storeCID(string)`, the same in the published contract and in ours (address-messaging.md §4.5). */
const STORE_CID = '0xccfdd32b';
const CID_COUNT = '0x1dccdb8e';
const GET_CID = '0x3beaa6ab';
const GET_CIDS = '0x473522de';

const WORD = 32;
/** No text of a CID is longer (lib/protocol/cid.ts). */
const MAX_TEXT = 128;

const numbers = (...values: number[]) =>
  values.map((value) => toHex(toWord(BigInt(value))).slice(2)).join('');

/** Call data of `cidCount()`. */
export const encodeCidCount = () => CID_COUNT;
/** Call data of `getCid(index)`. */
export const encodeGetCid = (index: number) => GET_CID + numbers(index);
/** Call data of `getCids(from, to)`. */
export const encodeGetCids = (from: number, to: number) => GET_CIDS + numbers(from, to);

/** A `uint256`; throws `AnchorError('malformed')`. */
export function decodeNumber(bytes: Uint8Array): bigint {
  if (bytes.length !== WORD) throw new AnchorError('malformed');
  return fromWord(bytes);
}

/** A `string`, null where it can be no CID (longer than 128 bytes, or not UTF-8); throws `AnchorError('malformed')`. */
export function decodeText(bytes: Uint8Array): string | null {
  return textAt(bytes, sizeAt(bytes, 0));
}

/** A `string[]` of exactly `count` texts, each as `decodeText` gives it; throws `AnchorError('malformed')`. */
export function decodeTexts(bytes: Uint8Array, count: number): (string | null)[] {
  const start = sizeAt(bytes, 0);
  if (sizeAt(bytes, start) !== count) throw new AnchorError('malformed');
  const heads = bytes.subarray(start + WORD);
  return Array.from({ length: count }, (_, at) => textAt(heads, sizeAt(heads, at * WORD)));
}

/** The text that a transaction gave to `storeCID`, null where it called something else. */
export function decodeStoreCid(data: Uint8Array): string | null {
  if (toHex(data.subarray(0, 4)) !== STORE_CID) return null;
  try {
    return decodeText(data.subarray(4));
  } catch {
    return null;
  }
}

function textAt(bytes: Uint8Array, at: number): string | null {
  const length = sizeAt(bytes, at);
  const start = at + WORD;
  if (start + length > bytes.length) throw new AnchorError('malformed');
  if (length > MAX_TEXT) return null;
  try {
    return utf8Decode(bytes.subarray(start, start + length));
  } catch {
    return null;
  }
}

/** An offset or a length: never beyond the bytes that are there. */
function sizeAt(bytes: Uint8Array, at: number): number {
  if (at + WORD > bytes.length) throw new AnchorError('malformed');
  const value = fromWord(bytes.subarray(at, at + WORD));
  if (value > BigInt(bytes.length)) throw new AnchorError('malformed');
  return Number(value);
}
