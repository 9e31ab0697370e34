import { hex, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import type { InboxRecord } from '../domain/records/conversation-record.ts';
import { bookSequence, emptyMark } from '../domain/records/sequence-mark.ts';
import type { Tx } from '../domain/tx.ts';
import { signatureHash } from '../protocol/envelope.ts';
import type { OpenedEvent } from './open-event.ts';
import { streamOf } from './order-messages.ts';

/**
 * Ids of a contact's last events that are remembered, beside the numbers (security.md *Limits*). So an event is shown
 * once that was enveloped twice under two contracts.
 */
const RECENT = 512;
/** Longer ids (other clients may use up to 128 characters) are remembered by their hash. */
const ID_LENGTH = 32;

/** The record of a contact of whom nothing was received. */
export function emptyInbox(key: string): InboxRecord {
  return { key, marks: {}, recent: [] };
}

/** Remembers the id of an event that is shown. */
export function rememberId(inbox: InboxRecord, eventId: string): void {
  const ids = recentIds(inbox);
  const id = shortId(eventId);
  ids.add(id);
  inbox.recent.push(id);
  if (inbox.recent.length <= RECENT) return;
  for (const gone of inbox.recent.splice(0, inbox.recent.length - RECENT)) ids.delete(gone);
}

function shortId(eventId: string): string {
  return eventId.length <= ID_LENGTH ? eventId : hex(sha256(utf8(eventId))).slice(0, ID_LENGTH);
}

// The same as `recent`, to be asked for each event of a batch.
const recentSets = new WeakMap<InboxRecord, Set<string>>();

function recentIds(inbox: InboxRecord): Set<string> {
  const ids = recentSets.get(inbox) ?? new Set(inbox.recent);
  recentSets.set(inbox, ids);
  return ids;
}

/** Tells whether an event of this id is among the last that were shown. */
export function wasReceived(inbox: InboxRecord, eventId: string): boolean {
  return recentIds(inbox).has(shortId(eventId));
}

/**
 * Books an event on `inbox` (changed in place) and tells whether it is the first of its kind: its number in its device's
 * stream, or for events without numbers its signature, and its id (`protocol.md` §6.5, T-38). Notes the gap it opens on it.
 */
export async function bookReceived(
  tx: Pick<Tx, 'seen' | 'see'>,
  inbox: InboxRecord,
  event: Pick<
    OpenedEvent,
    'contractId' | 'dev' | 'seq' | 'prev' | 'envelope' | 'eventId' | 'ephemeral' | 'gap'
  > & {
    hash: string | null;
  },
): Promise<boolean> {
  const stream = streamOf(event);
  if (stream === null || event.seq === null) {
    const seen = signatureHash(event.envelope);
    if (await tx.seen(seen)) return false;
    tx.see(seen);
  } else {
    const mark = inbox.marks[stream] ?? emptyMark();
    inbox.marks[stream] = mark;
    const high = mark.high;
    if (bookSequence(mark, event.seq, event.prev, event.hash) !== 'new') return false;
    if (event.seq > high + 1 && !event.ephemeral) event.gap = { from: high + 1, to: event.seq - 1 };
  }
  return !wasReceived(inbox, event.eventId);
}
