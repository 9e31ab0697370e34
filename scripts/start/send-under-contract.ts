import { wordlist } from '@scure/bip39/wordlists/english.js';
import { base64Encode } from '../../lib/crypto/base64.ts';
import { randomBytes } from '../../lib/crypto/bytes.ts';
import { rootFromWords } from '../../lib/crypto/mnemonic.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { newNonce, signCommand } from '../../lib/protocol/commands.ts';
import { deriveIdentitySeeds } from '../../lib/protocol/derive-keys.ts';
import type { RunningMediator } from '../../test/support/start-mediator.ts';
import type { Person } from './person.ts';

/**
 * A client of nobody's making: signs a SEND_EVENT with the person's own key, made from the 24 words, and hands it to the
 * mediator of `recipientDid`. Returns the code of the answer.
 */
export async function sendUnderContract(
  sender: Person,
  recipientDid: string,
  mediator: RunningMediator,
): Promise<string> {
  const { signing } = deriveIdentitySeeds(rootFromWords(sender.words.join(' '), wordlist), 0);
  const command = await signCommand(
    {
      channel: 'TWO_WAY_PRIVATE',
      senderDid: sender.did,
      recipientDid,
      timestamp: Date.now(),
      nonce: newNonce(),
      payload: { type: 'SEND_EVENT', id: newNonce(), payload: base64Encode(randomBytes(512)) },
    },
    signerFromSeed(signing),
  );
  const response = await fetch(`${mediator.url}/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  const reply = (await response.json()) as { code?: string; type?: string };
  return reply.code ?? reply.type ?? `HTTP ${response.status}`;
}
