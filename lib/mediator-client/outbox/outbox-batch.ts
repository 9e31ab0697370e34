import type { CommandPayload } from '../../protocol/commands.ts';
import { splitBySize } from '../../store/split-by-size.ts';
import type { OutboxRow } from './outbox-row.ts';
import type { StoredOutboxRow } from './outbox-table.ts';

/** Commands that carry `rows`; the rows are accepted when all of them were. */
export interface OutboxBatch {
  rows: StoredOutboxRow[];
  payloads: CommandPayload[];
}

export const BATCH_EVENTS = 100;
/** Bytes of events in one command: the mediator's 256 KiB less the header, whose three DIDs have up to 2,048 each. */
export const BATCH_BYTES = 256 * 1024 - 10 * 1024;

type Item = { id: string; [member: string]: unknown };

/**
 * Puts the longest head of `rows` (one lane, in order, at least one) into one command, or one large `save` row into
 * several. A `send` batch is a `SEND_EVENTS` even for one event, so that an event whose answer was lost comes again as it
 * came, also to a mediator that remembers ids for each type of command apart. `single` sends the first row alone.
 */
export function nextBatch(rows: readonly StoredOutboxRow[], single: boolean): OutboxBatch {
  const [first] = rows;
  if (first === undefined) return { rows: [], payloads: [] };
  if (first.row.group === 'other' || (first.row.group === 'save' && !isPlainSave(first.row))) {
    return { rows: [first], payloads: [first.row.payload] };
  }
  const type = first.row.group === 'send' ? 'SEND_EVENTS' : 'SAVE_EVENTS';
  const head = headThatFits(rows, single);
  const items = head.flatMap(({ row }) => itemsOf(row));
  return {
    rows: head,
    payloads: splitBySize(items, { items: BATCH_EVENTS, size: BATCH_BYTES }).map(
      (events) => ({ type, events }) as CommandPayload,
    ),
  };
}

function headThatFits(rows: readonly StoredOutboxRow[], single: boolean): StoredOutboxRow[] {
  const taken: StoredOutboxRow[] = [];
  const ids = new Set<string>();
  let bytes = 0;
  for (const stored of rows) {
    const items = itemsOf(stored.row);
    bytes += sizeOf(items);
    const fits = bytes <= BATCH_BYTES && ids.size + items.length <= BATCH_EVENTS;
    const mixes = single || (stored.row.group === 'save' && !isPlainSave(stored.row));
    // The same id twice in one command: which of the two was refused could not be told.
    const repeats = items.some(({ id }) => ids.has(id));
    if (taken.length > 0 && (!fits || mixes || repeats)) break;
    taken.push(stored);
    for (const { id } of items) ids.add(id);
  }
  return taken;
}

/** The events of a `send` or `save` row as they stand in a batch. */
export function itemsOf(row: OutboxRow): Item[] {
  const payload = row.payload as { type: string; id?: string; payload?: string; events?: Item[] };
  if (payload.events !== undefined) return payload.events;
  return [{ id: payload.id ?? '', payload: payload.payload }];
}

function isPlainSave(row: OutboxRow): boolean {
  return (
    row.payload.type === 'SAVE_EVENTS' &&
    Object.keys(row.payload).every((name) => name === 'type' || name === 'events')
  );
}

/** Ids, base64 and checked tags are ASCII, so characters are bytes. */
function sizeOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + JSON.stringify(item).length + 1, 0);
}
