import { canonicalJson, parseJson } from '../../../lib/crypto/canonical.ts';
import { parseCommand, verifyCommand } from '../../../lib/protocol/commands.ts';
import { refusing } from '../../../lib/protocol/protocol-error.ts';
import { refused } from '../support/refused.ts';
import type { AcceptCase, Members, RefuseCase } from '../support/vector-file.ts';
import { signAnything } from './sign-anything.ts';

/** What a mediator does with a text before it looks at clock, nonce and registration. Throws `ProtocolError`. */
export async function readCommand(text: string): Promise<Members> {
  const command = parseCommand(refusing(() => parseJson(text), 'invalid-command'));
  const sender = await verifyCommand(command);
  const { header, payload } = command;
  return { type: payload.type, sender_did: sender.did, canonical: canonicalJson({ header, payload }) };
}

/** A text that is read. */
export async function readable(name: string, text: string): Promise<AcceptCase> {
  return { name, operation: 'read', input: { text }, output: await readCommand(text) };
}

/** A text that is refused. */
export function unreadable(name: string, text: string, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'read', input: { text }, why }, () => readCommand(text));
}

/** A command that is refused though it is signed as it is, so that nothing but the one thing in its name is wrong. */
export async function unreadableSigned(
  name: string,
  parts: Parameters<typeof signAnything>,
  why: string,
): Promise<RefuseCase> {
  return unreadable(name, JSON.stringify(await signAnything(...parts)), why);
}
