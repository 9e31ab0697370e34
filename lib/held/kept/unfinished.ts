import type { HeldSentRecord, HeldSentState } from '../../domain/records/held-sent-record.ts';

/** States in which the escrow still has something to tell. */
const OPEN: readonly HeldSentState[] = ['queued', 'held'];

/** Tells whether the escrow of a message must still be asked about it. */
export function isUnfinished({ state }: Pick<HeldSentRecord, 'state'>): boolean {
  return OPEN.includes(state);
}
