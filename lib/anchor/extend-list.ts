/**
 * Brings what is known of a list up to a newer finalized block. What was read once stays: a chain that goes back, a list
 * that is shorter or says something else where it had spoken, is a warning and never a new truth (security.md T-76, T-82).
 */
import { AnchorError } from './anchor-error.ts';
import type { AnchorWarning } from './anchor-state.ts';
import { cidOrNull } from './index-entries.ts';
import type { ListEntry, ListMemory, ListView } from './list-memory.ts';
import { type OpenList, openList } from './open-list.ts';
import type { PinnedBlock } from './pin-block.ts';

/**
 * Reads what the list has more at the pinned block and keeps it. `now` is whole seconds. Throws `AnchorError`:
 * `rollback`, `list-shrunk`, `list-rewritten`, and what `openList` throws.
 */
export async function extendList(
  list: ListMemory,
  block: PinnedBlock,
  { contract, slot, now }: { contract: string; slot: number | null; now: number },
): Promise<void> {
  const before = list.view;
  if (before) assertForward(before, block);
  const opened = await openList(block, { contract, slot: slot ?? before?.slot ?? null });
  const known = before?.length ?? 0;
  if (opened.length < known) return warn(list, 'list-shrunk');
  // The last known entry is read again: it costs nothing beside the new ones.
  const from = Math.max(0, known - 1);
  const texts = opened.length === known && known === 0 ? [] : await opened.read(from, opened.length);
  const last = list.entries[known - 1];
  if (last && indexCidOf(texts.shift() ?? null) !== last.indexCid) return warn(list, 'list-rewritten');
  const added = texts.map((text, at) => newEntry(text, known + at, { opened, block, before }));
  const view: ListView = {
    block: block.number,
    blockHash: block.hash,
    length: opened.length,
    slot: opened.slot ?? before?.slot ?? null,
    checkedAt: now,
  };
  await list.saveView(before?.warning ? { ...view, warning: before.warning } : view, added);
}

/** Keeps a warning about the list for good, beside what was known of it. */
export async function keepWarning(list: ListMemory, warning: AnchorWarning): Promise<void> {
  if (list.view && list.view.warning === undefined) await list.saveView({ ...list.view, warning }, []);
}

function assertForward(before: ListView, block: PinnedBlock): void {
  if (block.number < before.block || (block.number === before.block && block.hash !== before.blockHash))
    throw new AnchorError('rollback');
}

async function warn(list: ListMemory, warning: 'list-shrunk' | 'list-rewritten'): Promise<never> {
  await keepWarning(list, warning);
  throw new AnchorError(warning);
}

function newEntry(
  text: string | null,
  entry: number,
  { opened, block, before }: { opened: OpenList; block: PinnedBlock; before: ListView | undefined },
): ListEntry {
  const indexCid = indexCidOf(text);
  return {
    entry,
    indexCid,
    block: block.number,
    blockHash: block.hash,
    blockTime: block.timestamp,
    endpoints: block.agreed,
    how: opened.how,
    notBefore: before?.block ?? null,
    file: indexCid === null ? 'unreadable' : 'waiting',
    digests: new Uint8Array(0),
  };
}

const indexCidOf = (text: string | null) => (text === null ? null : cidOrNull(text));
