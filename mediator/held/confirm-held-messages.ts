import type { HeldState } from '../../lib/protocol/held-replies.ts';
import { endRekeyed } from '../store/held/end-rekeyed.ts';
import { findHeld } from '../store/held/find-held.ts';
import { defineHeldCommand } from './define-held-command.ts';
import { stateAt } from './state-at.ts';

/**
 * The sender says whether a message was encrypted anew to its own words: REKEYED → CONFIRMED or DISPUTED. In any other
 * state nothing changes and that state is the answer; ids it never saved are left out (address-messaging.md §3.10).
 */
export const confirmHeldMessages = defineHeldCommand({
  type: 'CONFIRM_HELD_MESSAGES',
  events: ({ items }) => items.length,
  async run({ tx, sender, now }, { items }) {
    const states: { id: string; state: HeldState }[] = [];
    for (const { id, ok } of items) {
      const row = await findHeld(tx, sender.signingKeyMultibase, id);
      if (!row) continue;
      const end = ok ? 'CONFIRMED' : 'DISPUTED';
      const ended = await endRekeyed(tx, row.seq, now, end);
      states.push({ id, state: ended ? end : stateAt(row, now) });
    }
    return { items: states };
  },
});
