import { base64Encode } from '../crypto/base64.ts';
import { base64urlEncode } from '../crypto/base64url.ts';
import { type Bytes, concatBytes, utf8 } from '../crypto/bytes.ts';
import type { JsonValue } from '../crypto/canonical.ts';
import { hmac, importHmacKey } from '../crypto/hmac.ts';
import { ProtocolError } from './protocol-error.ts';
import { LIMITS, RESERVED_PREFIXES, STORED_ID_BYTES, TAG_DOMAIN } from './wire.ts';

// All characters are ASCII, so characters are bytes.
const TAG = new RegExp(`^[A-Za-z0-9._:$@#/-]{1,${LIMITS.tagBytes}}$`);
const PLACEHOLDER = /\$\{([A-Za-z0-9_.-]+)\}/g;

/** Imports the 32 bytes of the tag sub-key as HMAC-SHA-512. */
export function importTagKey(secretKey: Uint8Array): Promise<CryptoKey> {
  return importHmacKey(secretKey, 'SHA-512');
}

/**
 * What the own mediator sees of a tag: base64 of HMAC-SHA-512(tag sub-key, "tag\0" ‖ tag), the size of a signature but
 * none, so tags are no signing oracle (protocol.md §3.8, T-26). Throws `ProtocolError('tag')`.
 */
export async function tagBlob(tagKey: CryptoKey, tag: string): Promise<string> {
  checkTag(tag);
  return base64Encode(await hmac(tagKey, utf8(TAG_DOMAIN.tag + tag)));
}

/** Tells whether a text is a plain tag: `A-Za-z0-9._:$@#/-`, 1 to 256 bytes (protocol.md §6.7). */
export function isTag(tag: string): boolean {
  return TAG.test(tag);
}

/** Throws `ProtocolError('tag')` unless the text is a plain tag. */
export function checkTag(tag: string): void {
  if (!isTag(tag)) throw new ProtocolError('tag', 'a tag has 1 to 256 characters of A-Za-z0-9._:$@#/-');
}

/** Tells whether an event type or tag is the companion's own (protocol.md §4.12). */
export function isReserved(name: string): boolean {
  return RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** Id of the own stored copy of a received event, so that two devices store it once (protocol.md §6.6). */
export async function copyId(tagKey: CryptoKey, signatureBytes: Uint8Array): Promise<string> {
  return storedId(tagKey, TAG_DOMAIN.copy, signatureBytes);
}

/** Id of the saved `decentrl.contract` event, made from the own ephemeral public key's 32 bytes (protocol.md §4.11). */
export async function contractRecordId(tagKey: CryptoKey, ephemeralPublicKey: Uint8Array): Promise<string> {
  return storedId(tagKey, TAG_DOMAIN.contract, ephemeralPublicKey);
}

async function storedId(tagKey: CryptoKey, domain: string, bytes: Uint8Array): Promise<string> {
  const mac: Bytes = await hmac(tagKey, concatBytes(utf8(domain), bytes));
  return base64urlEncode(mac.subarray(0, STORED_ID_BYTES));
}

/**
 * Fills a template such as `chat.${chatId}` or `chat.${chat.id}` from an event's `data`. Values are texts, safe integers
 * or booleans; a missing one, a result that is no tag, or one that is the companion's own throws `ProtocolError`
 * (`tag-template`, `tag`, `reserved`; protocol.md §6.7).
 */
export function fillTagTemplate(template: string, data: JsonValue): string {
  const tag = template.replace(PLACEHOLDER, (_, path: string) => valueAt(data, path));
  checkTag(tag);
  if (isReserved(tag)) throw new ProtocolError('reserved', 'the tag is one of the companion itself');
  return tag;
}

function valueAt(data: JsonValue, path: string): string {
  let value: JsonValue | undefined = data;
  for (const name of path.split('.')) {
    const isObject: boolean = typeof value === 'object' && value !== null && !Array.isArray(value);
    value =
      isObject && Object.hasOwn(value as object, name)
        ? (value as Record<string, JsonValue>)[name]
        : undefined;
  }
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  throw new ProtocolError('tag-template', `the tag template needs a value for ${path}`);
}
