import { encodeSigningKey } from '../../lib/crypto/multikey.ts';
import { contractId, type SignedContract } from '../../lib/protocol/contract.ts';
import { Refusal } from '../errors/refusal.ts';
import { countContracts } from '../store/contracts/count-contracts.ts';
import { findCompletion } from '../store/contracts/find-completion.ts';
import { hasTombstone } from '../store/contracts/has-tombstone.ts';
import { insertContract } from '../store/contracts/insert-contract.ts';
import { registrationEnd } from '../store/contracts/registration-end.ts';
import { countIdentities } from '../store/identities/count-identities.ts';
import { setRegistration } from '../store/identities/set-registration.ts';
import type { CommandContext } from './command.ts';

/**
 * Makes a registration, or renews one. The same request again is answered with the contract made the first time.
 * A DID that names another mediator may register too; it is not served as a recipient (protocol.md §4.9).
 */
export async function register(
  context: CommandContext,
  completed: SignedContract,
): Promise<{ signed_contract: SignedContract }> {
  const { tx, sender, mediatorDid, now, limits } = context;
  const { contract } = completed;
  const ephemeral = contract.requestor_encryption_public_key;
  if (await hasTombstone(tx, sender.did, ephemeral)) throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
  const known = await findCompletion(tx, sender.did, ephemeral);
  if (known) {
    if (known.recipient_did !== mediatorDid) throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
    return { signed_contract: JSON.parse(known.signed_contract) as SignedContract };
  }
  const full = !(await context.senderRow()) && (await countIdentities(tx)) >= limits.identities;
  if (full || (await countContracts(tx, sender.signingKeyMultibase)) >= limits.contracts_per_identity) {
    throw new Refusal('QUOTA_EXCEEDED');
  }
  await insertContract(tx, {
    contract_id: contractId(contract),
    requestor_did: sender.did,
    requestor_key: sender.signingKeyMultibase,
    recipient_did: mediatorDid,
    recipient_key: encodeSigningKey(context.keys.signer.publicKey),
    requestor_encryption_public_key: ephemeral,
    signed_contract: JSON.stringify(completed),
    timestamp: contract.timestamp,
    expires_at: contract.expires_at,
    stored_at: now,
  });
  await setRegistration(tx, {
    did: sender.did,
    signingKey: sender.signingKeyMultibase,
    home: sender.mediatorDid === mediatorDid,
    until: await registrationEnd(tx, sender.did, mediatorDid),
  });
  context.after(() => context.hub.contractsChanged(sender.did));
  return { signed_contract: completed };
}
