import { Refusal } from '../errors/refusal.ts';
import type { IdentityRow } from '../store/identities/find-identity.ts';
import type { CommandContext } from './command.ts';

/** The registered sender's row: what self-administration is about. @throws Refusal `NOT_REGISTERED` */
export async function ownerOf(context: CommandContext): Promise<IdentityRow> {
  const row = await context.senderRow();
  if (!row?.registered) throw new Refusal('NOT_REGISTERED');
  return row;
}

/** Tells whether the sender has an unexpired registration here. */
export async function isRegistered(context: CommandContext): Promise<boolean> {
  return (await context.senderRow())?.registered === true;
}

/** The identity a command is addressed to; one to the mediator itself was refused for its audience (protocol.md §5.3). */
export function recipientOf(context: CommandContext): IdentityRow {
  if (!context.recipient) throw new Error('the command is addressed to nobody here');
  return context.recipient;
}
