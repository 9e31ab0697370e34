import { Refusal } from '../errors/refusal.ts';
import { withdrawHeld } from '../store/held/held-messages.ts';
import { findSaved } from '../store/held/read-held.ts';
import { defineHeldCommand } from './define-held-command.ts';
import { stateAt } from './state-at.ts';

/** Takes a message back that nobody was served yet: HELD → WITHDRAWN. Else nothing changes and the state is told. */
export const withdrawHeldMessage = defineHeldCommand({
  type: 'WITHDRAW_HELD_MESSAGE',
  async run({ tx, sender, now }, { id }) {
    const row = await findSaved(tx, sender.signingKeyMultibase, id);
    if (!row) throw new Refusal('NOT_FOUND');
    const withdrawn = await withdrawHeld(tx, row.seq, now);
    return { state: withdrawn ? 'WITHDRAWN' : stateAt(row, now) };
  },
});
