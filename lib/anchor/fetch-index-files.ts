import { AnchorError } from './anchor-error.ts';
import { isRewound } from './append-only.ts';
import { type AssembledFile, assembleFile } from './assemble-file.ts';
import { keepWarning } from './extend-list.ts';
import { type BlockSource, fetchBlock, isBlockOf } from './fetch-block.ts';
import { type IndexEntry, indexEntries } from './index-entries.ts';
import { digestsOf, type ListEntry, type ListMemory } from './list-memory.ts';

const AT_ONCE = 6;
/** Files in a row that nobody has, after which the rest waits for another time. */
const GIVE_UP_AFTER = 12;

/** Fetches every index file that is not there yet, once, and keeps it. Tells whether all of them are there now. */
export async function fetchIndexFiles(list: ListMemory, source: BlockSource): Promise<boolean> {
  const waiting = list.entries.filter(({ file }) => file === 'waiting');
  let missing = 0;
  let inARow = 0;
  const next = async (): Promise<void> => {
    for (let entry = waiting.shift(); entry && inARow < GIVE_UP_AFTER; entry = waiting.shift()) {
      if (await fetchOne(list, entry, source)) inARow = 0;
      else {
        missing++;
        inARow++;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return missing === 0 && waiting.length === 0;
}

/** An index file, from memory where it is and from gateways where it was lost; hashed either way. Throws `AnchorError`. */
export async function openIndexFile(
  list: ListMemory,
  indexCid: string,
  source: BlockSource,
): Promise<AssembledFile> {
  const kept = (await list.loadFile(indexCid)) ?? [];
  return assembleFile(indexCid, async (cid) => {
    for (const block of kept) if (await isBlockOf(cid, block)) return block;
    return fetchBlock(cid, source);
  });
}

async function fetchOne(list: ListMemory, entry: ListEntry, source: BlockSource): Promise<boolean> {
  const indexCid = entry.indexCid as string;
  try {
    const { bytes, blocks } = await assembleFile(indexCid, (cid) => fetchBlock(cid, source));
    const listed = indexEntries(bytes);
    await list.saveFile({ ...entry, file: 'read', digests: digestsOf(listed) }, blocks);
    await compareWithNeighbours(list, entry.entry, listed);
    return true;
  } catch (error) {
    if (!(error instanceof AnchorError)) throw error;
    if (error.reason !== 'malformed') return false;
    // Its bytes are what the hash says, so it will never list anything.
    await list.saveEntry({ ...entry, file: 'unreadable' });
    return true;
  }
}

/** Files come in any order, so each is compared with both its neighbours that are there. */
async function compareWithNeighbours(
  list: ListMemory,
  at: number,
  listed: readonly IndexEntry[],
): Promise<void> {
  const [before, after] = await Promise.all([listedIn(list, at - 1), listedIn(list, at + 1)]);
  if ((before && isRewound(before, listed)) || (after && isRewound(listed, after)))
    await keepWarning(list, 'not-append-only');
}

async function listedIn(list: ListMemory, at: number): Promise<IndexEntry[] | undefined> {
  const entry = list.entries[at];
  if (entry?.file !== 'read' || entry.indexCid === null) return undefined;
  const blocks = await list.loadFile(entry.indexCid);
  const root = blocks?.[0];
  // Tables of several blocks are compared by their first one only if that is all of them.
  return root && blocks.length === 1 ? indexEntries(root) : undefined;
}
