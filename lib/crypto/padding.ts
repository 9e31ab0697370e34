import { type Bytes, utf8 } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** Bytes of a padded plaintext (protocol.md §3.6). */
export const PADDING = {
  /** Bytes: the least that a plaintext is padded to; from there on the next power of two. Ten sizes tell little. */
  smallest: 256,
  /** Bytes: the most that a plaintext is padded to. */
  largest: 131_072,
} as const;

/** UTF-8 of a canonical JSON text and spaces up to the next bucket; throws `too-large` beyond 128 KiB (T-64). */
export function pad(text: string): Bytes {
  const bytes = utf8(text);
  if (bytes.length > PADDING.largest) throw new CryptoError('too-large', 'plaintext is larger than 128 KiB');
  let size: number = PADDING.smallest;
  while (size < bytes.length) size *= 2;
  const padded = new Uint8Array(size).fill(0x20);
  padded.set(bytes);
  return padded;
}

/** The part of a plaintext before its padding, in the same memory; any or no padding is taken. */
export function unpad(bytes: Bytes): Bytes {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end--;
  return bytes.subarray(0, end);
}
