import { type Bytes, concatBytes, utf8 } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';

/** `length` bytes that are always the same for a label: SHA-256 of the label and a counter, in a row. For nonces, salts and ids. */
export function seededBytes(label: string, length: number): Bytes {
  let bytes: Bytes = new Uint8Array(0);
  for (let count = 0; bytes.length < length; count++)
    bytes = concatBytes(bytes, sha256(utf8(`${label}\0${count}`)));
  return bytes.slice(0, length);
}
