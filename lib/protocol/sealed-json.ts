import { decryptAead, encryptAead } from '../crypto/aead.ts';
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import { type Bytes, utf8Decode } from '../crypto/bytes.ts';
import { canonicalJson, type JsonValue, parseCanonicalJson } from '../crypto/canonical.ts';
import { pad, unpad } from '../crypto/padding.ts';
import { refusing, refusingAsync } from './protocol-error.ts';

/** Base64 of the encrypted, padded canonical JSON of a value; throws `ProtocolError('too-large')` beyond 128 KiB. */
export async function sealJson(value: unknown, key: CryptoKey): Promise<string> {
  const plaintext = refusing(() => pad(canonicalJson(value)));
  return base64Encode(await encryptAead(key, plaintext));
}

/** The value of what `sealJson` made; throws `ProtocolError` for base64, key, padding, UTF-8 or form that is not right. */
export async function openJson(sealed: string, key: CryptoKey): Promise<JsonValue> {
  return (await openJsonBytes(sealed, key)).value;
}

/** The same, and its canonical JSON as text and bytes. */
export async function openJsonBytes(
  sealed: string,
  key: CryptoKey,
): Promise<{ value: JsonValue; text: string; bytes: Bytes }> {
  const ciphertext = refusing(() => base64Decode(sealed));
  const plaintext = await refusingAsync(decryptAead(key, ciphertext));
  return refusing(() => {
    const bytes = unpad(plaintext);
    const text = utf8Decode(bytes);
    return { value: parseCanonicalJson(text), text, bytes };
  });
}
