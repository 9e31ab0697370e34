/**
 * What is known of one contract's list, as it is kept: how far the chain had come, every entry with the block by which
 * it was listed, and for every index file eight bytes of each digest in it, so that a CID is found in a million without
 * opening a file. A find is confirmed in the file itself, which is hashed again.
 */
import { CID } from 'multiformats/cid';
import type { Bytes } from '../crypto/bytes.ts';
import type { AnchorMemory } from './anchor-memory.ts';
import type { AnchorHow, AnchorWarning, StoredIn } from './anchor-state.ts';
import { cidOrNull, type IndexEntry } from './index-entries.ts';

/** How far the list was read. */
export interface ListView {
  /** Highest finalized block it was read at. */
  block: number;
  blockHash: string;
  length: number;
  slot: number | null;
  /** Whole seconds. */
  checkedAt: number;
  warning?: AnchorWarning;
}

/** One entry of the list. */
export interface ListEntry {
  entry: number;
  /** Normalised; null where the contract lists something that is no CID. */
  indexCid: string | null;
  /** Where it was first read, and by whom. */
  block: number;
  blockHash: string;
  blockTime: number;
  endpoints: string[];
  how: AnchorHow;
  /** Finalized block of the reading before, at which it was not there yet; null when there was none. */
  notBefore: number | null;
  /** `unreadable`: the file is there and lists nothing we understand. */
  file: 'waiting' | 'read' | 'unreadable';
  /** Eight bytes of the digest of each CID in the file, in its order. */
  digests: Uint8Array;
  /** Null: looked for and not found. */
  storedIn?: StoredIn | null;
}

/** The list of one contract, in memory and behind it in what survives. */
export interface ListMemory {
  view: ListView | undefined;
  entries: ListEntry[];
  /** Every place where the CID may be listed, the earliest first. */
  candidates(cid: string): { entry: ListEntry; position: number }[];
  saveView(view: ListView, added: readonly ListEntry[]): Promise<void>;
  saveEntry(entry: ListEntry): Promise<void>;
  saveFile(entry: ListEntry, blocks: readonly Bytes[]): Promise<void>;
  loadFile(indexCid: string): Promise<Bytes[] | undefined>;
}

const PREFIX = 8;

/** Loads what is known of a contract's list. */
export async function loadList(
  memory: AnchorMemory,
  { chainId, contract, slot }: { chainId: number; contract: string; slot: number | null },
): Promise<ListMemory> {
  // Another slot is another list.
  const name = `anchor/${chainId}/${contract}/${slot ?? 'any'}`;
  const keyOf = ({ entry }: ListEntry) => `${name}/entry/${String(entry).padStart(8, '0')}`;
  const fileKey = (indexCid: string) => `anchor/file/${indexCid}`;
  const rowOf = (entry: ListEntry) => ({ key: keyOf(entry), value: entry });
  const entries = (await memory.loadAll(`${name}/entry/`)) as ListEntry[];
  const words = entries.map(({ digests }) => asWords(digests));

  const list: ListMemory = {
    view: (await memory.load(`${name}/view`)) as ListView | undefined,
    entries,
    candidates(cid) {
      const wanted = asWords(prefixOf(cid));
      const found: { entry: ListEntry; position: number }[] = [];
      for (let at = 0; at < words.length; at++) {
        for (const position of positionsIn(words[at] as Uint32Array, wanted))
          found.push({ entry: entries[at] as ListEntry, position });
      }
      return found;
    },
    async saveView(view, added) {
      await memory.save([{ key: `${name}/view`, value: view }, ...added.map(rowOf)]);
      list.view = view;
      for (const entry of added) put(entry);
    },
    async saveEntry(entry) {
      await memory.save([rowOf(entry)]);
      put(entry);
    },
    async saveFile(entry, blocks) {
      const file = { key: fileKey(entry.indexCid ?? ''), value: blocks };
      await memory.save([rowOf(entry), file]);
      put(entry);
    },
    loadFile: async (indexCid) => (await memory.load(fileKey(indexCid))) as Bytes[] | undefined,
  };
  const put = (entry: ListEntry) => {
    entries[entry.entry] = entry;
    words[entry.entry] = asWords(entry.digests);
  };
  return list;
}

/** Eight bytes of the digest of every CID that a file lists; zeros where it lists something else. */
export function digestsOf(listed: readonly IndexEntry[]): Uint8Array {
  const digests = new Uint8Array(listed.length * PREFIX);
  for (const [at, { text }] of listed.entries()) {
    const cid = cidOrNull(text);
    if (cid !== null) digests.set(prefixOf(cid), at * PREFIX);
  }
  return digests;
}

function prefixOf(cid: string): Uint8Array {
  return CID.parse(cid).multihash.digest.subarray(0, PREFIX);
}

/** Aligned, whatever it is a view of. */
function asWords(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function* positionsIn(words: Uint32Array, wanted: Uint32Array): Generator<number> {
  for (let at = 0; at < words.length; at += 2) {
    if (words[at] === wanted[0] && words[at + 1] === wanted[1]) yield at / 2;
  }
}
