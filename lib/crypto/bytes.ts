import { CryptoError } from './crypto-error.ts';

/** Bytes as WebCrypto takes them: never a view of shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
// Without ignoreBOM two different byte strings would decode to one text.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Joins byte strings into a new one. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Tells whether two byte strings are equal, in a time that depends on their length only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** UTF-8 of a text; throws `lone-surrogate` instead of replacing what UTF-8 cannot carry. */
export function utf8(text: string): Bytes {
  if (!text.isWellFormed()) throw new CryptoError('lone-surrogate', 'text has a lone surrogate');
  return encoder.encode(text);
}

/** Text of UTF-8 bytes, a byte order mark included; throws `utf8` on anything malformed. */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new CryptoError('utf8', 'bytes are not UTF-8', { cause });
  }
}

/** `length` bytes (≤ 65,536) of the system's generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Bytes as lower-case hex (protocol.md §1.3). */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += HEX_OF_BYTE[bytes[i] as number];
  return text;
}

/** Bytes of lower-case hex; throws `hex` on upper case, odd length or any other character. */
export function hexDecode(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text))
    throw new CryptoError('hex', 'text is not lower-case hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** A private copy of bytes, for values that callers could change afterwards. */
export function copyBytes(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** Throws `bytes` naming `name` unless the value is a byte string of exactly `length` bytes. */
export function assertBytes(bytes: Uint8Array, length: number, name: string): void {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    throw new CryptoError('bytes', `${name} must be ${length} bytes`);
  }
}
