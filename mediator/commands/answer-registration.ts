import { generateAgreement } from '../../lib/crypto/agreement.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import type { CommandPayload } from '../../lib/protocol/commands.ts';
import { completeRequest, openRequest, type SignedContract } from '../../lib/protocol/contract.ts';
import { findIdentity } from '../store/identities/find-identity.ts';
import type { CommandRequest } from './command.ts';
import { asContractRefusal } from './contract-refusal.ts';

/**
 * Opens a request for registration and signs it at once, as protocol.md §4.9 has it. The mediator's half of the contract's
 * key is thrown away: nothing is ever encrypted under a registration.
 */
export async function answerRegistration(
  payload: CommandPayload<'REQUEST_COMMUNICATION_CONTRACT'>,
  request: CommandRequest,
): Promise<SignedContract> {
  if (!(await findIdentity(request.db, request.sender.did))) request.takeStrangerToken();
  const { signed } = await asContractRefusal(
    openRequest(payload.encrypted_request, {
      preKeyAgreer: request.keys.preKey,
      outerEphemeral: payload.requestor_ephemeral_public_key,
      senderDid: request.sender.did,
      ownDid: request.mediatorDid,
      now: request.now,
    }),
  );
  const { publicKey } = await generateAgreement();
  return completeRequest(signed, {
    recipientEphemeral: encodeAgreementKey(publicKey),
    signer: request.keys.signer,
  });
}
