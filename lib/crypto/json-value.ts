import { CryptoError } from './crypto-error.ts';

/** Anything `JSON.parse` can return. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** What a JSON value may be: `depth` counts containers, `keys` are per object, `integers` refuses numbers that are not safe integers. */
export interface JsonLimits {
  depth: number;
  keys: number;
  integers: boolean;
}

/** The limits of everything that is signed (protocol.md §1.2). */
export const SIGNED_JSON: JsonLimits = {
  /** Containers inside one another, the outermost counted. */
  depth: 32,
  /** Keys of an object. */
  keys: 256,
  integers: true,
};

/** The limits of free content inside a signed string: as above, but any finite number. */
export const CONTENT_JSON: JsonLimits = { depth: 32, keys: 256, integers: false };

/**
 * Throws unless the value is plain JSON inside the limits: no `undefined`, no lone surrogates, no `__proto__`,
 * `constructor` or `prototype` keys, no -0 (it would be verified as 0), no instances of classes (protocol.md §1.2).
 * Run it before anything recursive: it stops at the depth limit.
 */
export function assertJson(
  value: unknown,
  limits: JsonLimits = SIGNED_JSON,
  depth = 0,
): asserts value is JsonValue {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new CryptoError('lone-surrogate', 'JSON text has a lone surrogate');
      return;
    case 'boolean':
      return;
    case 'number':
      assertNumber(value, limits.integers);
      return;
    case 'object':
      if (value !== null) assertContainer(value, limits, depth);
      return;
    default:
      throw new CryptoError('not-json', `a ${typeof value} is not JSON`);
  }
}

function assertNumber(value: number, integers: boolean): void {
  if (Object.is(value, -0)) throw new CryptoError('number', '-0 is not allowed');
  if (integers ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
    throw new CryptoError('number', integers ? 'a number is not a safe integer' : 'a number is not finite');
  }
}

function assertContainer(value: object, limits: JsonLimits, depth: number): void {
  if (depth >= limits.depth) throw new CryptoError('too-deep', `JSON is deeper than ${limits.depth}`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) assertJson(value[i], limits, depth + 1);
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  // Another realm's Object.prototype (a frame, a test runner) has no prototype itself.
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
    throw new CryptoError('not-json', 'an instance of a class is not JSON');
  }
  const keys = Object.keys(value);
  if (keys.length > limits.keys)
    throw new CryptoError('too-many-keys', `an object has more than ${limits.keys} keys`);
  for (const key of keys) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      throw new CryptoError('magic-key', `the key ${key} is not allowed`);
    }
    if (!key.isWellFormed()) throw new CryptoError('lone-surrogate', 'a JSON key has a lone surrogate');
    assertJson((value as Record<string, unknown>)[key], limits, depth + 1);
  }
}
