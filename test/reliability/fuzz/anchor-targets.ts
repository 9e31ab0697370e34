/** Everything foreign that comes from chains and gateways: bytes, written as hex so that an input is a text. */
import { decodeStoreCid, decodeText, decodeTexts } from '../../../lib/anchor/abi.ts';
import { AnchorError } from '../../../lib/anchor/anchor-error.ts';
import { decodeHeader, encodeHeader } from '../../../lib/anchor/block-header.ts';
import { readFileNode } from '../../../lib/anchor/dag-pb.ts';
import { fromHex, fromHexOf, fromQuantity, fromSmallQuantity } from '../../../lib/anchor/hex-data.ts';
import { indexEntries } from '../../../lib/anchor/index-entries.ts';
import { readStorageRoot, readStorageWord } from '../../../lib/anchor/read-state.ts';
import { readTrie } from '../../../lib/anchor/read-trie.ts';
import { decodeRlp } from '../../../lib/anchor/rlp.ts';
import { textOf, textSlots } from '../../../lib/anchor/string-list.ts';
import { verifyProof } from '../../../lib/anchor/verify-proof.ts';
import { hex } from '../../../lib/crypto/bytes.ts';
import { keccak256 } from '../../../lib/crypto/hash.ts';
import { parseCid } from '../../../lib/protocol/cid.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { madeProof } from '../../support/made-proof.ts';
import type { Random } from '../support/random.ts';
import { jsonText, plainText } from './mutate.ts';
import type { Target } from './run-fuzz.ts';

const byAnchor = (error: unknown) => error instanceof AnchorError;
const word = (value: number | string) => BigInt(value).toString(16).padStart(64, '0');
const wordOfText = (text: string) =>
  Buffer.from(text)
    .toString('hex')
    .padEnd(Math.ceil(text.length / 32) * 64, '0');

const CID = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
const string = word(CID.length) + wordOfText(CID);
const ABI = [
  word(32) + string,
  word(32) + word(2) + word(64) + word(64 + string.length / 2) + string + string,
  `ccfdd32b${word(32)}${string}`,
];
const HUGE = [
  word((2n ** 255n) as unknown as string),
  'ff'.repeat(32),
  word(2 ** 31),
  word(32),
  word(0),
  word(1),
];

/** Hex of a seed with words, bytes or lengths changed. */
function hexText(random: Random, seeds: readonly string[]): string {
  let out = random.pick(seeds) ?? '';
  if (random.chance(0.02)) return out;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = 2 * random.below(out.length / 2 + 1);
    const wordAt = 64 * random.below(Math.floor(out.length / 64) + 1);
    switch (random.below(6)) {
      case 0:
        out = out.slice(0, wordAt) + random.pick(HUGE) + out.slice(wordAt + 64);
        break;
      case 1:
        out = out.slice(0, at);
        break;
      case 2:
        out = out.slice(0, at) + out.slice(at + 2 * random.below(40));
        break;
      case 3:
        out += out.slice(at, at + 4_096);
        break;
      default:
        out = out.slice(0, at) + random.below(256).toString(16).padStart(2, '0') + out.slice(at + 2);
    }
  }
  return out.slice(0, 200_000);
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

/** A node put at the root of a trie: it hangs by its own hash, so that what it says is read. */
function trieOf(node: Uint8Array<ArrayBuffer>): {
  root: Uint8Array;
  nodes: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
} {
  const root = keccak256(node);
  return { root, nodes: new Map([[hex(root), node]]) };
}

/** Targets of the anchor reader. */
export async function anchorTargets(): Promise<Target[]> {
  const proof = await madeProof();
  const nodes = [...proof.account_proof, ...proof.storage_proof.flat()].map((node) => node.slice(2));
  const block = { hash: proof.header, number: '0x2a', timestamp: '0x1', stateRoot: `0x${'09'.repeat(32)}` };
  return [
    {
      name: 'T-78 ABI strings',
      input: (random) => hexText(random, ABI),
      parse(text) {
        const bytes = bytesOf(text);
        decodeStoreCid(bytes);
        try {
          decodeText(bytes);
        } catch (error) {
          if (!byAnchor(error)) throw error;
          decodeTexts(bytes, 2);
        }
      },
      refuses: byAnchor,
    },
    {
      name: 'RLP and headers',
      input: (random) => hexText(random, [proof.header.slice(2), ...nodes]),
      parse(text) {
        decodeRlp(bytesOf(text));
        decodeHeader(bytesOf(text));
      },
      refuses: byAnchor,
    },
    {
      name: 'node of a trie',
      input: (random) => hexText(random, nodes),
      parse(text) {
        const { root, nodes: map } = trieOf(bytesOf(text));
        const account = readStorageRoot(root, proof.contract, map).storageRoot;
        readStorageWord(account ?? root, 1n, map);
        readTrie(root, new Uint8Array(0), map);
      },
      refuses: byAnchor,
    },
    {
      name: 'B-20 words of a string list',
      lesser: true,
      input: (random) =>
        hexText(random, [word(2 * CID.length + 1), `${wordOfText('a'.repeat(31)).slice(0, 62)}3e`]),
      parse(text) {
        const header = BigInt(`0x0${text.slice(0, 64)}`);
        const slots = textSlots(1n, header);
        if (slots !== null)
          textOf(
            header,
            slots.map(() => header),
          );
      },
      refuses: () => false,
    },
    {
      name: 'JSON-RPC values',
      lesser: true,
      input: (random) => jsonText(random, [block, { result: '0x1' }]),
      parse(text) {
        const value = JSON.parse(text) as Record<string, unknown> | null;
        for (const one of [value?.number, value?.timestamp, value?.hash]) {
          for (const read of [
            fromQuantity,
            fromSmallQuantity,
            (v: unknown) => fromHex(v, 64),
            (v: unknown) => fromHexOf(v, 32),
          ]) {
            try {
              read(one);
            } catch (error) {
              if (!byAnchor(error)) throw error;
            }
          }
        }
        if (typeof value === 'object' && value !== null) encodeHeader(value);
      },
      refuses: (error) => byAnchor(error) || error instanceof SyntaxError,
    },
    {
      name: 'T-79 CID',
      input: (random) =>
        plainText(random, [
          CID,
          CID.toUpperCase(),
          'QmXg9Pp2ytZ14xgmQjYEiHjVjMFXzCVVEcRTWJBmLgR39V',
          'bafkqabiaaebagba',
        ]),
      parse: (text) => parseCid(text),
      refuses: (error) => error instanceof ProtocolError,
    },
    {
      name: 'dag-pb node',
      input: (random) =>
        hexText(random, [
          `0a0808021204${'61'.repeat(4)}`,
          `122a0a24015512${'20'.padEnd(66, '7')}12000a020802`,
        ]),
      parse: (text) => readFileNode(bytesOf(text)),
      refuses: byAnchor,
    },
    {
      name: 'index file',
      input: (random) => jsonText(random, [{ ['ab'.repeat(32)]: [CID, CID], ROOM: ['CID'] }]),
      parse: (text) => indexEntries(new TextEncoder().encode(text)),
      refuses: byAnchor,
    },
    {
      name: 'exported proof',
      lesser: true,
      input: (random) => jsonText(random, [proof]),
      async parse(text) {
        const verdict = await verifyProof(JSON.parse(text));
        if (!verdict.valid) throw new AnchorError('no-proof');
      },
      refuses: (error) => byAnchor(error) || error instanceof SyntaxError,
    },
  ];
}
