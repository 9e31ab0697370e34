import type { GapView } from '../api/popup/popup-rpc.ts';
import { missingBefore, type SequenceMark } from '../domain/records/sequence-mark.ts';

interface Numbered {
  contractId: string;
  dev: string | null;
  seq: number | null;
}

/** Name of the stream an event belongs to, as marks are kept: one device under one contract; null without numbers. */
export function streamOf(event: Numbered): string | null {
  return event.dev === null || event.seq === null ? null : `${event.contractId}.${event.dev}`;
}

/**
 * Puts the events of each device back into the order they were sent in, on the places that device's events took; events
 * without numbers and the interleaving of devices stay as they arrived (`security.md` T-41).
 */
export function orderMessages<T extends Numbered>(events: readonly T[]): T[] {
  const streams = new Map<string, T[]>();
  for (const event of events) {
    const stream = streamOf(event);
    if (stream === null) continue;
    const list = streams.get(stream);
    if (list === undefined) streams.set(stream, [event]);
    else list.push(event);
  }
  for (const list of streams.values()) list.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  return events.map((event) => {
    const stream = streamOf(event);
    return (stream === null ? undefined : streams.get(stream)?.shift()) ?? event;
  });
}

/** The gap directly before `event`, or null: messages of its device that never came (`security.md` T-42). */
export function gapBefore(
  event: Numbered & { cursor: number },
  marks: Readonly<Record<string, SequenceMark>>,
): GapView | null {
  const stream = streamOf(event);
  const mark = stream === null ? undefined : marks[stream];
  if (mark === undefined || event.seq === null) return null;
  const count = missingBefore(mark, event.seq);
  return count === 0 ? null : { kind: 'gap', cursor: event.cursor, count };
}
