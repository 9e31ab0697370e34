import { type Bytes, hex, hexDecode } from '../crypto/bytes.ts';
import { AnchorError } from './anchor-error.ts';

/** Bytes as JSON-RPC writes them. */
export function toHex(bytes: Uint8Array): string {
  return `0x${hex(bytes)}`;
}

/** Bytes of JSON-RPC data of at most `maxBytes`, in either case; throws `AnchorError('malformed')`. */
export function fromHex(value: unknown, maxBytes: number): Bytes {
  if (typeof value !== 'string' || value.length > 2 + 2 * maxBytes || !value.startsWith('0x'))
    throw new AnchorError('malformed');
  try {
    return hexDecode(value.slice(2).toLowerCase());
  } catch (cause) {
    throw new AnchorError('malformed', { cause });
  }
}

/** Exactly `length` bytes of JSON-RPC data; throws `AnchorError('malformed')`. */
export function fromHexOf(value: unknown, length: number): Bytes {
  const bytes = fromHex(value, length);
  if (bytes.length !== length) throw new AnchorError('malformed');
  return bytes;
}

/** A JSON-RPC quantity of at most 256 bits; throws `AnchorError('malformed')`. */
export function fromQuantity(value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) throw new AnchorError('malformed');
  return BigInt(value);
}

/** A JSON-RPC quantity that is a safe integer, such as a block number or a time; throws `AnchorError('malformed')`. */
export function fromSmallQuantity(value: unknown): number {
  const number = fromQuantity(value);
  if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new AnchorError('malformed');
  return Number(number);
}

/** A number as a JSON-RPC quantity: no leading zeros. */
export function toQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}

/** A 256-bit number as the 32 bytes of a storage key or word. */
export function toWord(value: bigint): Bytes {
  return hexDecode(value.toString(16).padStart(64, '0'));
}

/** The number in at most 32 bytes, 0 for none. */
export function fromWord(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(toHex(bytes));
}
