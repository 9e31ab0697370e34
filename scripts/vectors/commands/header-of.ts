import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { type CommandType, channelOf } from '../../../lib/protocol/commands.ts';
import { personas } from '../support/personas.ts';

/** When every command of the vectors is made: milliseconds. */
export const COMMAND_TIME = personas.baseTime * 1000;

/** The nonce of every command of the vectors. */
export const COMMAND_NONCE = 'nonce-0000000001';

/** A header of the vectors, as JSON. */
export function headerOf(
  as: 'alice' | 'bob' | 'carol',
  recipientDid: string,
  type: CommandType,
): { [name: string]: JsonValue } {
  const { did } = personas[as];
  return {
    channel: channelOf(type),
    sender_did: did,
    sender_signing_key_id: `${did}#signing`,
    recipient_did: recipientDid,
    timestamp: COMMAND_TIME,
    nonce: COMMAND_NONCE,
  };
}
