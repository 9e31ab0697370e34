import { HELD_PAYLOADS } from '../../lib/protocol/held-payloads.ts';
import { type Command, defineCommand } from '../commands/command.ts';
import { Refusal } from '../refusal.ts';

type HeldType = keyof typeof HELD_PAYLOADS;

/** The commands of address-messaging.md §3. */
export const HELD_COMMANDS = Object.fromEntries(
  Object.keys(HELD_PAYLOADS).map((type) => [
    type,
    defineCommand({
      type: type as HeldType,
      recipient: 'mediator',
      sender: 'anyone',
      async run() {
        throw new Refusal('UNSUPPORTED_COMMAND');
      },
    }),
  ]),
) as Record<HeldType, Command>;
