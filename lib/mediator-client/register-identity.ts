import { generateAgreement } from '../crypto/agreement.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { encodeAgreementKey } from '../crypto/multikey.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { UnreachableError } from '../net/unreachable-error.ts';
import type { Clock } from '../platform/clock.ts';
import {
  encryptRequest,
  type SignedContract,
  signRequest,
  verifyRegistration,
} from '../protocol/contract.ts';
import { LIMITS } from '../protocol/wire.ts';
import { CommandRefusedError } from './command-refused-error.ts';
import type { MediatorDirectory } from './resolve-mediator.ts';
import type { CommandClient } from './send-command.ts';

/**
 * Registers an identity with a mediator (by default the one its DID names) or renews the registration, and gives the
 * contract both signed. It is believed only with the signature of the key in the mediator's document over exactly what
 * was asked (`protocol.md` §4.9, `security.md` T-62). Throws as `CommandClient.send`.
 */
export async function registerIdentity(
  deps: { commands: CommandClient; directory: MediatorDirectory; clock: Clock },
  keys: IdentityKeys,
  mediatorDid: string = keys.did.mediatorDid,
): Promise<SignedContract> {
  const { commands, clock } = deps;
  const offset = () => commands.now(mediatorDid) - clock.now();
  const before = offset();
  try {
    return await register(deps, keys, mediatorDid);
  } catch (error) {
    // The contract inside carries a time as well, and the mediator's clock is known only now.
    const learned = Math.abs(offset() - before) > LIMITS.clockSkewSeconds * 500;
    if (!(error instanceof CommandRefusedError) || !learned) throw error;
    return register(deps, keys, mediatorDid);
  }
}

async function register(
  { commands, directory }: { commands: CommandClient; directory: MediatorDirectory },
  keys: IdentityKeys,
  mediatorDid: string,
): Promise<SignedContract> {
  const mediator = await directory.resolve(mediatorDid);
  // Nothing is ever encrypted under a registration, so its ephemeral key is forgotten at once.
  const { agreer } = await generateAgreement();
  const ephemeral = encodeAgreementKey(agreer.publicKey);
  const timestamp = Math.floor(commands.now(mediatorDid) / 1000);
  const asked = await signRequest(
    {
      contract: {
        requestor_did: keys.did.did,
        recipient_did: mediatorDid,
        requestor_encryption_public_key: ephemeral,
        recipient_encryption_public_key: null,
        expires_at: timestamp + LIMITS.registrationLifetime,
        timestamp,
      },
    },
    keys.signer,
  );
  const reply = await commands.send<'REQUEST_COMMUNICATION_CONTRACT'>(keys, mediatorDid, {
    channel: 'DIRECT_AUTHENTICATED',
    recipientDid: mediatorDid,
    payload: {
      type: 'REQUEST_COMMUNICATION_CONTRACT',
      encrypted_request: await encryptRequest(asked, agreer, mediator.preKey),
      requestor_ephemeral_public_key: ephemeral,
    },
  });
  if (!('signed_contract' in reply)) throw new UnreachableError('malformed');
  await assertRegistration(reply.signed_contract, asked, mediator);
  return reply.signed_contract;
}

async function assertRegistration(
  signed: SignedContract,
  asked: SignedContract,
  mediator: { did: string; signingKey: Parameters<typeof verifyRegistration>[1]['signingKey'] },
): Promise<void> {
  try {
    await verifyRegistration(signed, mediator);
  } catch (cause) {
    throw new UnreachableError('malformed', cause);
  }
  const answered = { ...signed.contract, recipient_encryption_public_key: null };
  if (canonicalJson(answered) !== canonicalJson(asked.contract)) throw new UnreachableError('malformed');
}
