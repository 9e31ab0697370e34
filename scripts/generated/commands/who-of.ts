import type { CommandType } from '../../../lib/protocol/commands.ts';
import { COMMANDS } from '../../../mediator/dispatch/command-table.ts';

const TO = {
  mediator: 'the mediator',
  identity: 'an identity that it serves',
  either: 'the mediator, or an identity that it serves',
} as const;

const FROM = { registered: 'a sender who is registered here', anyone: 'any signed sender' } as const;

/** To whom a command goes. */
export const recipientOf = (type: CommandType): string => TO[COMMANDS[type].recipient];

/** Who may send it, as far as that is not the command's own to decide. */
export const senderOf = (type: CommandType): string => FROM[COMMANDS[type].sender];

/** What it takes of the rates of protocol.md §5.4, told by three entries in each of its lists. */
export function countOf(type: CommandType): string {
  const events = COMMANDS[type].events({ events: [{}, {}, {}], items: [{}, {}, {}] });
  if (events === null) return 'one command';
  return events === 1 ? 'one event' : 'an event an entry of its list';
}
