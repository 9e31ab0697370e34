import type { CommandType } from '../../../lib/protocol/commands.ts';
import { personas } from '../support/personas.ts';
import { headerOf } from './header-of.ts';
import type { Payload } from './malformed-payloads.ts';
import { readCommand } from './read-command.ts';
import { signAnything } from './sign-anything.ts';

/** Reads a payload inside a command that is right otherwise; throws what a mediator refuses it with. */
export async function readPayload(payload: Payload, type: CommandType): Promise<void> {
  const header = headerOf('alice', personas.mediator.did, type);
  await readCommand(JSON.stringify(await signAnything(header, payload)));
}
