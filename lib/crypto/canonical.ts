import serialize from 'canonicalize';
import { CryptoError } from './crypto-error.ts';
import { assertJson, type JsonValue } from './json-value.ts';

export type { JsonValue } from './json-value.ts';

/**
 * RFC 8785 text of a value: what every signature and every id is computed over (protocol.md §1.1).
 * Throws `CryptoError` for anything outside the limits of signed JSON; see `assertJson`.
 */
export function canonicalJson(value: unknown): string {
  assertJson(value);
  // Within those limits `JSON.stringify` differs from RFC 8785 in the order of keys alone, and is several times faster.
  const ordered = inOrder(value);
  const text = ordered === undefined ? serialize(value) : JSON.stringify(ordered);
  if (text === undefined) throw new CryptoError('not-json', 'value has no JSON form');
  return text;
}

/**
 * The value with the keys of all its objects in order of their UTF-16 code units, itself where they are; undefined where
 * no object can have them so: JavaScript puts keys that look like array indexes first, by their number.
 */
function inOrder(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return itemsInOrder(value);
  const keys = Object.keys(value);
  let isSame = areAscending(keys);
  if (!isSame) keys.sort();
  const ordered: { [key: string]: JsonValue } = {};
  for (const key of keys) {
    const member = value[key] as JsonValue;
    const inner = inOrder(member);
    if (inner === undefined) return undefined;
    isSame &&= inner === member;
    ordered[key] = inner;
  }
  if (isSame) return value;
  return areAscending(Object.keys(ordered)) ? ordered : undefined;
}

function itemsInOrder(items: JsonValue[]): JsonValue[] | undefined {
  let isSame = true;
  const ordered: JsonValue[] = [];
  for (const item of items) {
    const inner = inOrder(item);
    if (inner === undefined) return undefined;
    isSame &&= inner === item;
    ordered.push(inner);
  }
  return isSame ? items : ordered;
}

function areAscending(keys: readonly string[]): boolean {
  for (let at = 1; at < keys.length; at++) {
    if ((keys[at - 1] as string) > (keys[at] as string)) return false;
  }
  return true;
}

/**
 * Value of a text that must already be canonical, after its padding of spaces (protocol.md §1.2, §3.6).
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
