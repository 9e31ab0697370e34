import serialize from 'canonicalize';
import { CryptoError } from './crypto-error.ts';
import { assertJson, type JsonValue } from './json-value.ts';

export type { JsonValue } from './json-value.ts';

/**
 * RFC 8785 text of a value: what every signature and every id is computed over (protocol.md §1).
 * Throws `CryptoError` for anything outside the limits of signed JSON; see `assertJson`.
 */
export function canonicalJson(value: unknown): string {
  assertJson(value);
  const text = serialize(value);
  if (text === undefined) throw new CryptoError('not-json', 'value has no JSON form');
  return text;
}

/**
 * Value of a text that must already be canonical, after its padding of spaces (protocol.md §1, §3).
 * This refuses duplicate keys, other key orders, odd numbers and needless escapes: throws `not-canonical`.
 */
export function parseCanonicalJson(text: string): JsonValue {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
  const trimmed = end === text.length ? text : text.slice(0, end);
  const value = parseJson(trimmed);
  if (canonicalJson(value) !== trimmed)
    throw new CryptoError('not-canonical', 'JSON is not in canonical form');
  return value;
}

/** `JSON.parse` that throws `not-json` without repeating the text. The value is unchecked: run `assertJson` before using it. */
export function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new CryptoError('not-json', 'text is not JSON');
  }
}
