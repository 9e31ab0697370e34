import { CID } from 'multiformats/cid';
import { expect } from 'vitest';
import { assembleFile } from '../../../lib/anchor/assemble-file.ts';
import { decodeHeader, encodeHeader } from '../../../lib/anchor/block-header.ts';
import { toHex, toWord } from '../../../lib/anchor/hex-data.ts';
import { indexEntries } from '../../../lib/anchor/index-entries.ts';
import { readStorageWord } from '../../../lib/anchor/read-state.ts';
import { readTrie, trieNodes } from '../../../lib/anchor/read-trie.ts';
import { decodeRlp, encodeRlp, type RlpItem } from '../../../lib/anchor/rlp.ts';
import { elementSlot, likelyTextSlots, textOf, textSlots } from '../../../lib/anchor/string-list.ts';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { keccak256, sha256 } from '../../../lib/crypto/hash.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { asRefusal } from '../../support/book/as-refusal.ts';
import { type Ran, runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  rlp_hex: string;
  root_hex: string;
  key_hex: string;
  nodes_hex: string[];
  slot_hex: string;
  slot: number;
  entry: number;
  header_word_hex: string;
  words_hex: string[];
  header_hex: string;
  block: Members;
  root: string;
  blocks_hex: string[];
  text: string;
}

const itemAsHex = (item: RlpItem): JsonValue =>
  item instanceof Uint8Array ? hex(item) : item.map(itemAsHex);
const wordHex = (value: bigint) => hex(toWord(value));

const operations: Record<string, (input: Input) => Ran | Promise<Ran>> = {
  rlp({ rlp_hex }) {
    const item = decodeRlp(hexDecode(rlp_hex));
    expect(hex(encodeRlp(item))).toBe(rlp_hex);
    return { output: { item: itemAsHex(item) } };
  },
  trie({ root_hex, key_hex, nodes_hex }) {
    const nodes = trieNodes(nodes_hex.map(hexDecode));
    const { value, used } = readTrie(hexDecode(root_hex), hexDecode(key_hex), nodes);
    return {
      steps: { path: key_hex, used_hex: used.map(hex) },
      output: { value_hex: value && hex(value) },
    };
  },
  'storage-word'({ root_hex, slot_hex, nodes_hex }) {
    const nodes = trieNodes(nodes_hex.map(hexDecode));
    const { word } = readStorageWord(hexDecode(root_hex), BigInt(`0x${slot_hex}`), nodes);
    const steps = { key_hex: hex(keccak256(hexDecode(slot_hex))) };
    return { steps, output: { word_hex: wordHex(word) } };
  },
  'list-slots'({ slot, entry }) {
    const header = elementSlot(slot, entry);
    return {
      steps: { list_hex: hex(keccak256(toWord(BigInt(slot)))) },
      output: {
        header_slot_hex: wordHex(header),
        text_slots_hex: likelyTextSlots(header).map(wordHex),
      },
    };
  },
  'list-text'({ header_word_hex, words_hex }) {
    const header = BigInt(`0x${header_word_hex}`);
    const text = textOf(
      header,
      words_hex.map((word) => BigInt(`0x${word}`)),
    );
    return { steps: { words: textSlots(0n, header)?.length ?? null }, output: { text } };
  },
  header({ header_hex }) {
    const { number, hash, stateRoot, timestamp } = decodeHeader(hexDecode(header_hex));
    return {
      output: { number, block_hash: toHex(hash), state_root_hex: hex(stateRoot), timestamp },
    };
  },
  'header-of-block'({ block }) {
    const header = encodeHeader(block);
    return { output: { header_hex: header && hex(header) } };
  },
  async file({ root, blocks_hex }) {
    const used: number[] = [];
    const hashes = blocks_hex.map((block) => hex(sha256(hexDecode(block))));
    const { bytes } = await assembleFile(root, async (cid) => {
      const at = hashes.indexOf(hex(CID.parse(cid).multihash.digest));
      used.push(at);
      return hexDecode(blocks_hex[at] ?? '');
    });
    return { steps: { used }, output: { bytes_hex: hex(bytes) } };
  },
  'index-entries'({ text }) {
    const entries = indexEntries(utf8(text)).map(({ roomId, text: listed }) => ({
      room_id: roomId,
      text: listed,
    }));
    return { output: { entries } };
  },
};

runVectors<Input>(
  'proof-parts',
  Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [name, (input: Input) => asRefusal(() => run(input))]),
  ),
);
