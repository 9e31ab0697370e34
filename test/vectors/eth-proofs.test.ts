import { describe, expect, it } from 'vitest';
import { decodeHeader, encodeHeader } from '../../lib/anchor/block-header.ts';
import { fromHex, toHex } from '../../lib/anchor/hex-data.ts';
import { readStorageRoot, readStorageWord } from '../../lib/anchor/read-state.ts';
import { trieNodes } from '../../lib/anchor/read-trie.ts';
import { decodeRlp, encodeRlp, type RlpItem } from '../../lib/anchor/rlp.ts';
import { publicVectors } from '../support/public-vectors.ts';

interface Reply {
  address: string;
  storageHash: string;
  accountProof: string[];
  storageProof: { key: string; value: string; proof: string[] }[];
}

const FILES = ['blockhash', 'default-block', 'latest', 'with-storage'];

/** The headers of the chain: blocks one after the other, each a list that begins with its header. */
function headers(): RlpItem[] {
  const bytes = Buffer.from(publicVectors.bytes('eth_getProof/chain.rlp'));
  const found: RlpItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    const digits = (bytes[at] as number) - 0xf7;
    const end = at + 1 + digits + bytes.readUIntBE(at + 1, digits);
    found.push((decodeRlp(new Uint8Array(bytes.subarray(at, end))) as RlpItem[])[0] as RlpItem);
    at = end;
  }
  return found;
}

function reply(name: string): Reply {
  const text = publicVectors.text(`eth_getProof/get-account-proof-${name}.io`);
  return (JSON.parse(/^<< (.*)$/m.exec(text)?.[1] ?? '') as { result: Reply }).result;
}

const nodesOf = (texts: readonly string[]) => trieNodes(texts.map((text) => fromHex(text, 1_024)));

describe('eth_getProof', () => {
  it('54 headers are read, numbered and linked by their hashes', () => {
    const all = headers().map((header) => encodeRlp(header));
    expect(all).toHaveLength(54);
    const read = all.map(decodeHeader);
    expect(read.map(({ number }) => number)).toEqual(read.map((_, at) => at + 1));
    for (const [at, header] of headers().entries()) {
      const parent = (header as Uint8Array[])[0] as Uint8Array;
      if (at > 0) expect(toHex(parent)).toBe(toHex(read[at - 1]!.hash));
    }
  });

  it('accounts and storage are proven against the last of them, and by no other node', () => {
    const { stateRoot } = decodeHeader(encodeRlp(headers().at(-1) as RlpItem));
    for (const name of FILES) {
      const { address, accountProof, storageProof, storageHash } = reply(name);
      const { storageRoot, used } = readStorageRoot(stateRoot, address, nodesOf(accountProof));
      expect(toHex(storageRoot as Uint8Array)).toBe(storageHash);
      expect(used.map(toHex)).toEqual(accountProof);
      for (const { key, value, proof } of storageProof) {
        expect(readStorageWord(storageRoot as Uint8Array, BigInt(key), nodesOf(proof)).word).toBe(
          BigInt(value),
        );
      }
      for (const [at, node] of accountProof.entries()) {
        const last = (Number.parseInt(node.at(-1) as string, 16) ^ 1).toString(16);
        const changed = accountProof.with(at, node.slice(0, -1) + last);
        expect(() => readStorageRoot(stateRoot, address, nodesOf(changed))).toThrow('no-proof');
      }
    }
  });

  it('a header is made from the members of a block as nodes show them', () => {
    const names = [
      'parentHash',
      'sha3Uncles',
      'miner',
      'stateRoot',
      'transactionsRoot',
      'receiptsRoot',
      'logsBloom',
    ];
    const numbers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'];
    const rest = [
      'extraData',
      'mixHash',
      'nonce',
      'baseFeePerGas',
      'withdrawalsRoot',
      'blobGasUsed',
      'excessBlobGas',
    ];
    const all = [...names, ...numbers, ...rest, 'parentBeaconBlockRoot', 'requestsHash'];
    const integers = new Set([...numbers, 'baseFeePerGas', 'blobGasUsed', 'excessBlobGas']);
    for (const header of headers()) {
      const rlp = encodeRlp(header);
      const members = (header as Uint8Array[]).map((value, at) => {
        const name = all[at] as string;
        return [
          name,
          integers.has(name) ? `0x${BigInt(`0x0${toHex(value).slice(2)}`).toString(16)}` : toHex(value),
        ];
      });
      const block = { ...Object.fromEntries(members), hash: toHex(decodeHeader(rlp).hash) };
      expect(encodeHeader(block)).toEqual(rlp);
      expect(encodeHeader({ ...block, gasUsed: '0x1234567' })).toBeNull();
    }
  });
});
