import { type Bytes, equalBytes } from '../crypto/bytes.ts';
import { keccak256 } from '../crypto/hash.ts';
import { AnchorError } from './anchor-error.ts';
import { fromHex, fromHexOf, fromQuantity, fromWord } from './hex-data.ts';
import { decodeRlp, encodeRlp, minimalBytes } from './rlp.ts';

/** What is read of a header. */
export interface BlockHeader {
  number: number;
  hash: Bytes;
  stateRoot: Bytes;
  /** Whole seconds. */
  timestamp: number;
}

/** Members of a block as JSON-RPC names them, in the header's order; each fork appended some. */
const FIELDS: readonly (readonly [name: string, kind: 'data' | 'integer'])[] = [
  ['parentHash', 'data'],
  ['sha3Uncles', 'data'],
  ['miner', 'data'],
  ['stateRoot', 'data'],
  ['transactionsRoot', 'data'],
  ['receiptsRoot', 'data'],
  ['logsBloom', 'data'],
  ['difficulty', 'integer'],
  ['number', 'integer'],
  ['gasLimit', 'integer'],
  ['gasUsed', 'integer'],
  ['timestamp', 'integer'],
  ['extraData', 'data'],
  ['mixHash', 'data'],
  ['nonce', 'data'],
  ['baseFeePerGas', 'integer'],
  ['withdrawalsRoot', 'data'],
  ['blobGasUsed', 'integer'],
  ['excessBlobGas', 'integer'],
  ['parentBeaconBlockRoot', 'data'],
  ['requestsHash', 'data'],
  ['blockAccessListHash', 'data'],
];
const ALWAYS_THERE = 15;
const MAX_FIELD = 4_096;
/** Bytes: a header of a block (security.md *Limits*). */
const MAX_HEADER = 16_384;

/**
 * The RLP of a block's header, made from its JSON, if that is what the block's hash is over; null where it is not (a
 * chain whose headers have other members). Throws `AnchorError('malformed')`.
 */
export function encodeHeader(block: Readonly<Record<string, unknown>>): Bytes | null {
  const hash = fromHexOf(block.hash, 32);
  const items: Bytes[] = [];
  for (const [name, kind] of FIELDS) {
    const value = block[name];
    if (value === undefined || value === null) break;
    items.push(kind === 'data' ? fromHex(value, MAX_FIELD) : minimalBytes(fromQuantity(value)));
  }
  // Nodes also show members that a fork of the chain does not put into the header: all lengths are tried.
  for (let length = items.length; length >= ALWAYS_THERE; length--) {
    const header = encodeRlp(items.slice(0, length));
    if (equalBytes(keccak256(header), hash)) return header;
  }
  return null;
}

/** What a header says, its hash computed; throws `AnchorError('malformed')`. */
export function decodeHeader(header: Uint8Array): BlockHeader {
  if (header.length > MAX_HEADER) throw new AnchorError('malformed');
  const items = decodeRlp(header);
  if (!Array.isArray(items) || items.length < ALWAYS_THERE) throw new AnchorError('malformed');
  const field = (at: number) => {
    const item = items[at];
    if (!(item instanceof Uint8Array)) throw new AnchorError('malformed');
    return item;
  };
  const stateRoot = new Uint8Array(field(3));
  if (stateRoot.length !== 32) throw new AnchorError('malformed');
  return { number: small(field(8)), hash: keccak256(header), stateRoot, timestamp: small(field(11)) };
}

function small(bytes: Uint8Array): number {
  if (bytes.length > 6 || bytes[0] === 0) throw new AnchorError('malformed');
  return Number(fromWord(bytes));
}
