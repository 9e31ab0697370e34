import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPageMessage, readParams } from '../../../lib/api/wire.ts';
import { createWorld } from '../../support/boundary/world.ts';

const head = { channel: 'page', id: 'a'.repeat(32), page: 'b'.repeat(32), method: 'decentrl_sendEvent' };

describe('T-20 parameters', () => {
  it('with magic keys anywhere are refused, and nothing is polluted', async () => {
    const magic = fc.constantFrom('__proto__', 'constructor', 'prototype');
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const nested = fc
      .tuple(fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }), magic, leaf)
      .map(([path, key, value]) =>
        path.reduce(
          (inner, name) => `{${JSON.stringify(name)}:${inner}}`,
          `{${JSON.stringify(key)}:{"admin":${JSON.stringify(value)}}}`,
        ),
      );
    const world = await createWorld();
    await fc.assert(
      fc.asyncProperty(nested, async (text) => {
        expect(() => readParams(text)).toThrow();
        world.now += 1_000;
        expect(await world.ask('https://a.example', 'decentrl_requestIdentities', text)).toMatchObject({
          error: { code: -32602 },
        });
        expect(({} as { admin?: unknown }).admin).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('become objects without a prototype that say the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify({ value });
        if (/"(__proto__|constructor|prototype)"|-0/.test(text) || !text.isWellFormed()) return;
        const read = readParams(text) as object;
        expect(Object.getPrototypeOf(read)).toBeNull();
        expect(JSON.stringify(read)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('deeper than 32 are refused before they are parsed, however deep', () => {
    for (const depth of [33, 5_000, 100_000]) {
      expect(() => readParams(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toThrow(/not valid/);
      expect(() => readParams(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).toThrow(/not valid/);
    }
    expect(readParams(`{"a":"${'['.repeat(100)}"}`)).toEqual({ a: '['.repeat(100) });
    expect(readParams(`{"a":"\\"${'{'.repeat(100)}"}`)).toEqual({ a: `"${'{'.repeat(100)}` });
  });

  it('are one object, or an array with it', () => {
    expect(readParams('[{"a":1}]')).toEqual({ a: 1 });
    expect(readParams('[]')).toBeUndefined();
    expect(readParams('null')).toBeUndefined();
    expect(readParams(undefined)).toBeUndefined();
    expect(() => readParams('[{},{}]')).toThrow();
    expect(() => readParams('{')).toThrow();
  });

  it('over 256 KiB, counted in bytes, are 4315', () => {
    expect(() => readPageMessage({ ...head, params: `"${'x'.repeat(262_143)}"` })).toThrow(/256 KiB/);
    expect(() => readPageMessage({ ...head, params: `"${'€'.repeat(100_000)}"` })).toThrow(/256 KiB/);
    expect(readPageMessage({ ...head, params: `"${'x'.repeat(262_142)}"` }).params).toHaveLength(262_144);
  });
});

it('anything at all for a message is answered with an error of ours', async () => {
  const world = await createWorld();
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.jsonValue(), async (params, method) => {
      world.now += 1_000;
      const text =
        typeof params === 'string'
          ? params
          : JSON.stringify(params, (_key, value) => (typeof value === 'bigint' ? 1 : value));
      const reply = await world.ask('https://a.example', method as string, text as string | undefined);
      expect(reply).toHaveProperty('error.code');
    }),
    { numRuns: 300 },
  );
});
