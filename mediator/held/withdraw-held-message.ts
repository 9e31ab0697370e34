import { Refusal } from '../errors/refusal.ts';
import { findHeld } from '../store/held/find-held.ts';
import { withdrawHeld } from '../store/held/withdraw-held.ts';
import { defineHeldCommand } from './define-held-command.ts';
import { stateAt } from './state-at.ts';

/** Takes a message back that nobody was served yet: HELD → WITHDRAWN. In any other state nothing changes and that state is the answer. */
export const withdrawHeldMessage = defineHeldCommand({
  type: 'WITHDRAW_HELD_MESSAGE',
  async run({ tx, sender, now }, { id }) {
    const row = await findHeld(tx, sender.signingKeyMultibase, id);
    if (!row) throw new Refusal('NOT_FOUND');
    const withdrawn = await withdrawHeld(tx, row.seq, now);
    return { state: withdrawn ? 'WITHDRAWN' : stateAt(row, now) };
  },
});
