import serialize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonicalJson } from '../../../lib/crypto/canonical.ts';
import { assertJson, CONTENT_JSON } from '../../../lib/crypto/json-value.ts';

const refusal = (reason: string) => expect.objectContaining({ name: 'CryptoError', reason });
const key = fc
  .string({ unit: 'grapheme' })
  .filter((k) => !['__proto__', 'constructor', 'prototype'].includes(k));
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

describe('canonical JSON', () => {
  it('parses what it makes, with or without padding, and nothing changes', () => {
    fc.assert(
      fc.property(json, fc.nat(20), (value, spaces) => {
        const text = canonicalJson(value);
        expect(canonicalJson(parseCanonicalJson(text + ' '.repeat(spaces)))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which members were set', () => {
    expect(canonicalJson({ b: 1, a: { d: 2, c: 3 }, é: 4, '\ud83d\ude00': 5, ﬀ: 6 })).toBe(
      '{"a":{"c":3,"d":2},"b":1,"é":4,"😀":5,"ﬀ":6}',
    );
  });

  it('orders keys that look like array indexes by their characters, as nothing else in JavaScript does', () => {
    expect(canonicalJson({ 9: 1, 10: { b: [], 2: {}, '-1': 0 }, a: [{ d: 1, c: [{ z: 1, y: 2 }] }] })).toBe(
      '{"10":{"-1":0,"2":{},"b":[]},"9":1,"a":[{"c":[{"y":2,"z":1}],"d":1}]}',
    );
  });

  it('writes what the reference implementation writes', () => {
    fc.assert(fc.property(json, (value) => canonicalJson(value) === serialize(value)));
  });

  it.each([
    ['duplicate keys', '{"a":1,"a":2}'],
    ['the same key twice', '{"a":1,"a":1}'],
    ['another order', '{"b":1,"a":2}'],
    ['1.0', '{"a":1.0}'],
    ['1e0', '{"a":1e0}'],
    ['-0', '{"a":-0}'],
    ['+1', '{"a":+1}'],
    ['\\u0041', '{"a":"\\u0041"}'],
    ['an escaped slash', '{"a":"\\/"}'],
    ['an upper-case escape', '{"a":"\\u001F"}'],
    ['white space inside', '{"a": 1}'],
    ['white space before', ' {"a":1}'],
    ['a line feed after', '{"a":1}\n'],
    ['a tab after', '{"a":1}\t '],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['a fraction', '{"a":1.5}'],
    ['a large integer', '{"a":9007199254740993}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['a lone surrogate in a key', '{"\\udfff":1}'],
    ['a magic key', '{"__proto__":{"admin":1}}'],
    ['a magic key deep down', '{"a":[{"constructor":1}]}'],
    ['a second value', '{"a":1}{"a":1}'],
    ['nothing', ''],
    ['spaces only', '   '],
  ])('T-68 refuses %s', (_, text) => {
    expect(() => parseCanonicalJson(text)).toThrow(expect.objectContaining({ name: 'CryptoError' }));
  });

  it('T-68 keeps NFC and NFD apart', () => {
    expect(parseCanonicalJson('{"a":"é"}')).toEqual({ a: 'é'.normalize('NFC') });
    expect(canonicalJson({ a: 'é'.normalize('NFD') })).not.toBe(canonicalJson({ a: 'é'.normalize('NFC') }));
  });

  it('takes depth 32 and 256 keys, and nothing deeper or wider', () => {
    expect(() => canonicalJson(nested(32))).not.toThrow();
    expect(() => canonicalJson(nested(33))).toThrow(refusal('too-deep'));
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
    expect(() => canonicalJson(keys(256))).not.toThrow();
    expect(() => canonicalJson(keys(257))).toThrow(refusal('too-many-keys'));
    expect(() => parseCanonicalJson(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`)).toThrow(
      expect.objectContaining({ name: 'CryptoError' }),
    );
  });

  it.each([
    [undefined],
    [Number.NaN],
    [1.5],
    [-0],
    [2 ** 53],
    [1n],
    [Symbol('a')],
    [() => 1],
    [new Date(0)],
    [new Map()],
  ])('refuses %s, which is no signed JSON', (value) => {
    expect(() => canonicalJson({ value })).toThrow(expect.objectContaining({ name: 'CryptoError' }));
  });

  it('refuses an undefined member instead of dropping it, and a hole in a list', () => {
    expect(() => canonicalJson({ a: undefined })).toThrow(refusal('not-json'));
    expect(() => canonicalJson(new Array(2))).toThrow(refusal('not-json'));
  });

  it('leaves no trace of magic keys', () => {
    expect(() => canonicalJson(JSON.parse('{"__proto__":{"admin":true}}'))).toThrow(refusal('magic-key'));
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('takes any finite number in free content', () => {
    expect(() => assertJson({ a: 1.5, b: 1e300 }, CONTENT_JSON)).not.toThrow();
    expect(() => assertJson(JSON.parse('{"a":1e999}'), CONTENT_JSON)).toThrow(refusal('number'));
  });
});
