import { describe, expect, it } from 'vitest';
import { decodeHeader, encodeHeader } from '../../lib/anchor/block-header.ts';
import { fromHex, toHex } from '../../lib/anchor/hex-data.ts';
import { readStorageRoot, readStorageWord } from '../../lib/anchor/read-state.ts';
import { trieNodes } from '../../lib/anchor/read-trie.ts';
import { publicVectors } from '../support/public-vectors.ts';

type Block = Record<string, unknown> & { hash: string; number: string };

interface Proof {
  address: string;
  storageHash: string;
  accountProof: string[];
  storageProof: { key: string; value: string; proof: string[] }[];
}

const { borBlock } = publicVectors.json<{ borBlock: Block }>('polygon/heimdall.json');
const nodesOf = (texts: readonly string[]) => trieNodes(texts.map((text) => fromHex(text, 1_024)));

describe('blocks of Polygon', () => {
  it('three headers of 2021, 2023 and 2026 are made from what nodes show, and hash to the block', () => {
    const blocks = ['p2021', 'p2023'].map((name) => publicVectors.json<Block>(`polygon/${name}.json`));
    for (const block of [...blocks, borBlock]) {
      const header = decodeHeader(encodeHeader(block)!);
      expect(toHex(header.hash)).toBe(block.hash);
      expect(header.number).toBe(Number(block.number));
      expect(encodeHeader({ ...block, gasUsed: '0x1234567' })).toBeNull();
    }
  });

  it('a contract and one of its words are proven to be in the state of such a block', () => {
    const { stateRoot } = decodeHeader(encodeHeader(borBlock)!);
    const { address, storageHash, accountProof, storageProof } =
      publicVectors.json<Proof>('polygon/bor-proof.json');
    const { storageRoot } = readStorageRoot(stateRoot, address, nodesOf(accountProof));
    expect(toHex(storageRoot!)).toBe(storageHash);
    expect(storageProof).toHaveLength(1);
    const { key, value, proof } = storageProof[0]!;
    expect(readStorageWord(storageRoot!, BigInt(key), nodesOf(proof)).word).toBe(BigInt(value));
    expect(() => readStorageWord(storageRoot!, BigInt(key), nodesOf(proof.slice(1)))).toThrow('no-proof');
  });
});
