import type { Bytes } from '../crypto/bytes.ts';
import type { JsonValue } from '../crypto/json-value.ts';

/**
 * Encrypts for this disk and blinds row keys. `context` names the place a value belongs to and is authenticated, so a row
 * moved to another place does not open. Every method throws LockedError without a key. Made by `createLocalCipher` of lib/keys.
 */
export interface Cipher {
  seal(value: JsonValue, context: string): Promise<Bytes>;
  /** The same for a value that is JSON text already. */
  sealText(json: string, context: string): Promise<Bytes>;
  /** Throws StorageError when the row was damaged or moved. */
  open(ciphertext: Bytes, context: string): Promise<JsonValue>;
  /** The same opaque text (base64url, 32 bytes) for the same text on this disk; tells nothing without the key. */
  blind(text: string): Promise<string>;
}
