import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrie, trieNodes } from '../../../lib/anchor/read-trie.ts';
import { decodeRlp, encodeRlp, type RlpItem } from '../../../lib/anchor/rlp.ts';
import { keccak256 } from '../../../lib/crypto/hash.ts';
import { buildTrie } from '../../support/build-trie.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** Few different nibbles, so that paths share long beginnings. */
const keys = fc.uniqueArray(fc.array(fc.constantFrom(0, 1, 0x10, 0x11), { minLength: 4, maxLength: 4 }), {
  minLength: 1,
  maxLength: 40,
  selector: String,
});
const item = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof({ maxDepth: 5 }, fc.uint8Array({ maxLength: 70 }), fc.array(tie('item'), { maxLength: 5 })),
})).item;

describe('RLP', () => {
  it('gives back what it encodes, and refuses every other form of it', () => {
    fc.assert(
      fc.property(item, (value) => {
        const encoded = encodeRlp(value);
        expect(encodeRlp(decodeRlp(encoded))).toEqual(encoded);
        expect(() => decodeRlp(encoded.subarray(0, -1))).toThrow();
        expect(() => decodeRlp(new Uint8Array([...encoded, 0]))).toThrow();
      }),
    );
  });

  it('refuses lengths that are not the shortest, and lists without end', () => {
    for (const text of ['8100', '817f', 'b800', 'b90001ff', 'bf', 'c1', 'f800', 'ffffffffffffffffff', '']) {
      expect(() => decodeRlp(Buffer.from(text, 'hex')), text).toThrow();
    }
    expect(() => decodeRlp(new Uint8Array(50_000).fill(0xc1))).toThrow();
  });
});

describe('a value of a trie', () => {
  it('is found under every key that was put in, and shown absent under every other', () => {
    fc.assert(
      fc.property(keys, bytes(4), fc.integer({ min: 1, max: 60 }), (paths, absent, size) => {
        const pairs = paths.map(
          (path, at) => [Uint8Array.from(path), new Uint8Array(size).fill(at + 1)] as const,
        );
        const { root, nodes } = buildTrie(pairs);
        for (const [key, value] of pairs) expect(readTrie(root, key, trieNodes(nodes)).value).toEqual(value);
        const isThere = pairs.some(([key]) => String(key) === String(absent));
        if (!isThere) expect(readTrie(root, absent, trieNodes(nodes)).value).toBeNull();
      }),
    );
  });

  it('cannot be changed: without its own nodes there is no answer', () => {
    fc.assert(
      fc.property(keys, fc.nat(), fc.nat(), (paths, which, where) => {
        const pairs = paths.map(
          (path, at) => [Uint8Array.from(path), new Uint8Array(40).fill(at + 1)] as const,
        );
        const { root, nodes } = buildTrie(pairs);
        const [key, value] = pairs[which % pairs.length]!;
        const { used } = readTrie(root, key, trieNodes(nodes));
        expect(readTrie(root, key, trieNodes(used)).value).toEqual(value);
        const broken = used.map((node) => new Uint8Array(node));
        const node = broken[which % broken.length]!;
        node[where % node.length]! ^= 1 << (where % 8);
        expect(() => readTrie(root, key, trieNodes(broken))).toThrow('no-proof');
      }),
    );
  });

  it('is absent from the empty trie', () => {
    expect(readTrie(buildTrie([]).root, keccak256(new Uint8Array(1)), new Map()).value).toBeNull();
  });
});
