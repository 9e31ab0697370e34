import type { SignedContract, VerifiedContract } from '../../lib/protocol/contract.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import { Refusal } from '../errors/refusal.ts';
import { countContracts } from '../store/contracts/count-contracts.ts';
import { findCompletion } from '../store/contracts/find-completion.ts';
import { hasTombstone } from '../store/contracts/has-tombstone.ts';
import { insertContract } from '../store/contracts/insert-contract.ts';
import type { CommandContext } from './command.ts';

/**
 * Stores a contract both signatures of which were verified. The very same again is SUCCESS; another completion of the same
 * request, and anything revoked or over, is not (protocol.md §5.8; T-65). `owner` is whose share of the store it counts for.
 */
export async function storeContract(
  context: CommandContext,
  signed: SignedContract,
  verified: VerifiedContract,
  owner: string,
): Promise<void> {
  const { tx, now } = context;
  const { contract } = signed;
  const ephemeral = contract.requestor_encryption_public_key;
  const completion = await findCompletion(tx, contract.requestor_did, ephemeral);
  if (completion?.contract_id === verified.contractId && completion.revoked_at === null) return;
  const over = contract.expires_at <= now || contract.timestamp > now + LIMITS.clockSkewSeconds;
  if (completion || over || (await hasTombstone(tx, contract.requestor_did, ephemeral))) {
    throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
  }
  if ((await countContracts(tx, owner)) >= context.limits.contracts_per_identity) {
    throw new Refusal('QUOTA_EXCEEDED');
  }
  await insertContract(tx, {
    contract_id: verified.contractId,
    requestor_did: contract.requestor_did,
    requestor_key: verified.requestor.signingKeyMultibase,
    recipient_did: contract.recipient_did,
    recipient_key: verified.recipient.signingKeyMultibase,
    requestor_encryption_public_key: ephemeral,
    signed_contract: JSON.stringify(signed),
    timestamp: contract.timestamp,
    expires_at: contract.expires_at,
    stored_at: now,
  });
  context.after(() => {
    context.hub.contractsChanged(contract.requestor_did);
    context.hub.contractsChanged(contract.recipient_did);
  });
}
