import { hex } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, parseJson } from '../../../lib/crypto/canonical.ts';
import { channelOf, signCommand } from '../../../lib/protocol/commands.ts';
import { personas } from '../support/personas.ts';
import type { AcceptCase } from '../support/vector-file.ts';
import type { CommandSample } from './command-samples.ts';
import { COMMAND_NONCE, COMMAND_TIME } from './header-of.ts';

/** A command with everything from its parts to its text. */
export async function signedSample(
  name: string,
  { as, recipientDid, payload }: CommandSample,
): Promise<AcceptCase> {
  const from = personas[as];
  const channel = channelOf(payload.type);
  const command = await signCommand(
    { channel, senderDid: from.did, recipientDid, timestamp: COMMAND_TIME, nonce: COMMAND_NONCE, payload },
    from.signer,
  );
  const { header } = command;
  return {
    name,
    operation: 'sign',
    input: {
      signing_seed_hex: hex(from.signingSeed),
      channel,
      sender_did: from.did,
      recipient_did: recipientDid,
      timestamp: COMMAND_TIME,
      nonce: COMMAND_NONCE,
      payload: parseJson(JSON.stringify(payload)),
    },
    steps: {
      sender_signing_key_id: header.sender_signing_key_id,
      canonical: canonicalJson({ header, payload }),
    },
    output: { signature: command.signature, text: JSON.stringify(command) },
  };
}
