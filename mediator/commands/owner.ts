import { Refusal } from '../refusal.ts';
import type { IdentityRow } from '../store/identities.ts';
import type { CommandContext } from './command.ts';

/** The registered sender's row: what self-administration is about. */
export function ownerOf(context: CommandContext): IdentityRow {
  if (!context.senderRow || !context.registered) throw new Refusal('NOT_REGISTERED');
  return context.senderRow;
}

/** The identity a command is addressed to. */
export function recipientOf(context: CommandContext): IdentityRow {
  if (!context.recipient) throw new Refusal('INVALID_COMMAND');
  return context.recipient;
}
