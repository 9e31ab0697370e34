import type { HELD_PAYLOADS } from '../../lib/protocol/held-payloads.ts';
import {
  type Command,
  type CommandContext,
  type CommandRequest,
  type CommandSpec,
  defineCommand,
} from '../commands/command.ts';
import { isRegistered } from '../commands/owner.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Escrow } from '../escrow/escrow.ts';
import { bindingsOfKey } from '../store/held/bindings-of-key.ts';

/** A command of address-messaging.md §3.2. */
export type HeldType = keyof typeof HELD_PAYLOADS;

/**
 * Makes a command of an escrow: to the escrow's own DID, by any signed caller (the command itself decides what that one
 * may), and unknown to a mediator that is none.
 */
export function defineHeldCommand<T extends HeldType, P = undefined>(
  spec: Omit<CommandSpec<T, P>, 'recipient' | 'sender'>,
): Command {
  const command = defineCommand<T, P>({ ...spec, recipient: 'mediator', sender: 'anyone' });
  return {
    ...command,
    async start(payload, request) {
      escrowOf(request);
      return command.start(payload, request);
    },
  };
}

/** The escrow a command is for. @throws Refusal `UNSUPPORTED_COMMAND` where there is none */
export function escrowOf({ escrow }: CommandRequest): Escrow {
  if (!escrow) throw new Refusal('UNSUPPORTED_COMMAND');
  return escrow;
}

/** Counts a command against its network address unless the sender is registered or bound here. @throws `RATE_LIMITED` */
export async function countStranger(context: CommandContext): Promise<void> {
  if (await isRegistered(context)) return;
  const { tx, sender, now } = context;
  if ((await bindingsOfKey(tx, sender.signingKeyMultibase, now)).length > 0) return;
  context.takeStrangerToken();
}
