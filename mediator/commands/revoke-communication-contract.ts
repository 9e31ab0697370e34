import {
  type SignedContract,
  verifyRegistration,
  verifyRequestSignature,
  verifySignedContract,
} from '../../lib/protocol/contract.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import { Refusal } from '../errors/refusal.ts';
import { addTombstone } from '../store/contracts/add-tombstone.ts';
import type { ContractRow } from '../store/contracts/contract-row.ts';
import { findCompletion } from '../store/contracts/find-completion.ts';
import { findContract } from '../store/contracts/find-contract.ts';
import { registrationEnd } from '../store/contracts/registration-end.ts';
import { revokeCompletion } from '../store/contracts/revoke-completion.ts';
import { findIdentity } from '../store/identities/find-identity.ts';
import { setRegistration } from '../store/identities/set-registration.ts';
import { withdrawRequest } from '../store/requests/withdraw-request.ts';
import type { CommandContext, CommandRequest } from './command.ts';
import { defineCommand } from './command.ts';
import { asContractRefusal } from './contract-refusal.ts';
import { isRegistered } from './owner.ts';

/** What is revoked, and the signing keys that may revoke it. */
interface Revocation {
  contractId: string | null;
  requestorDid: string;
  recipientDid: string;
  requestorEncryptionPublicKey: string;
  timestamp: number;
  expiresAt: number;
  parties: string[];
  signed: SignedContract | null;
}

/**
 * Ends a contract, or withdraws a request, for good: the tombstone also stops what was never stored here. A stranger may
 * revoke only what is stored here or concerns somebody served here; somebody else's contract and an unknown one are
 * answered alike (protocol.md §5.8, §7.5).
 */
export const revokeCommunicationContract = defineCommand<'REVOKE_COMMUNICATION_CONTRACT', Revocation | null>({
  type: 'REVOKE_COMMUNICATION_CONTRACT',
  recipient: 'either',
  sender: 'anyone',
  prepare: async (payload, request) =>
    'signed_contract' in payload
      ? asContractRefusal(verifyRevocation(payload.signed_contract, request))
      : null,
  async run(context, payload, verified) {
    const revocation =
      verified ?? (await storedRevocation(context, 'contract_id' in payload ? payload.contract_id : ''));
    if (!revocation.parties.includes(context.sender.signingKeyMultibase)) throw new Refusal('NOT_FOUND');
    await requireMayRevoke(context, revocation);
    if (revocation.timestamp > context.now + LIMITS.clockSkewSeconds) {
      throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
    }
    await revoke(context, revocation);
    return { contract_id: revocation.contractId };
  },
});

async function verifyRevocation(
  signed: SignedContract,
  { mediatorDid, keys }: CommandRequest,
): Promise<Revocation> {
  const { contract } = signed;
  const parties: string[] = [];
  let contractId: string | null = null;
  if (contract.recipient_encryption_public_key === null) {
    parties.push((await verifyRequestSignature(signed)).signingKeyMultibase);
    // A request may be addressed to a mediator, whose DID has no key in it; then only its author may withdraw it.
    if (!contract.recipient_did.startsWith('did:web:')) {
      parties.push(parseDid(contract.recipient_did).signingKeyMultibase);
    }
  } else if (contract.recipient_did === mediatorDid) {
    const mediator = { did: mediatorDid, signingKey: keys.signer.publicKey };
    const verified = await verifyRegistration(signed, mediator);
    parties.push(verified.requestor.signingKeyMultibase);
    contractId = verified.contractId;
  } else {
    const verified = await verifySignedContract(signed);
    parties.push(verified.requestor.signingKeyMultibase, verified.recipient.signingKeyMultibase);
    contractId = verified.contractId;
  }
  return {
    contractId,
    requestorDid: contract.requestor_did,
    recipientDid: contract.recipient_did,
    requestorEncryptionPublicKey: contract.requestor_encryption_public_key,
    timestamp: contract.timestamp,
    expiresAt: contract.expires_at,
    parties,
    signed,
  };
}

async function storedRevocation({ tx }: CommandContext, contractId: string): Promise<Revocation> {
  const row = await findContract(tx, contractId);
  if (!row) throw new Refusal('NOT_FOUND');
  return revocationOf(row);
}

function revocationOf(row: ContractRow): Revocation {
  return {
    contractId: row.contract_id,
    requestorDid: row.requestor_did,
    recipientDid: row.recipient_did,
    requestorEncryptionPublicKey: row.requestor_encryption_public_key,
    timestamp: row.timestamp,
    expiresAt: row.expires_at,
    parties: [row.requestor_key, row.recipient_key],
    signed: null,
  };
}

async function requireMayRevoke(context: CommandContext, revocation: Revocation): Promise<void> {
  if ((await isRegistered(context)) || revocation.signed === null) return;
  const { tx, sender, now } = context;
  if (await findCompletion(tx, revocation.requestorDid, revocation.requestorEncryptionPublicKey)) return;
  context.takeStrangerToken();
  for (const did of [revocation.requestorDid, revocation.recipientDid]) {
    const identity = await findIdentity(tx, did);
    const other = identity && identity.signing_key !== sender.signingKeyMultibase;
    if (other && identity.registered_until > now) return;
  }
  throw new Refusal('NOT_REGISTERED');
}

async function revoke(context: CommandContext, revocation: Revocation): Promise<void> {
  const { tx, now, hub, mediatorDid } = context;
  const { requestorDid, recipientDid, requestorEncryptionPublicKey, expiresAt } = revocation;
  // What is over needs no tombstone: it is refused for its age.
  if (expiresAt > now) await addTombstone(tx, { requestorDid, requestorEncryptionPublicKey, expiresAt });
  await revokeCompletion(tx, requestorDid, requestorEncryptionPublicKey, now);
  await withdrawRequest(tx, requestorDid, requestorEncryptionPublicKey);
  if (recipientDid === mediatorDid) await endRegistration(context, requestorDid);
  context.after(() => {
    hub.contractsChanged(requestorDid);
    hub.contractsChanged(recipientDid);
  });
}

/** Without another active contract with the mediator the registration lapses now; its rows stay for the usual time. */
async function endRegistration({ tx, now, mediatorDid }: CommandContext, did: string): Promise<void> {
  const identity = await findIdentity(tx, did);
  if (!identity) return;
  const until = await registrationEnd(tx, did, mediatorDid);
  await setRegistration(tx, {
    did,
    signingKey: identity.signing_key,
    home: identity.home === 1,
    until: Math.min(identity.registered_until, Math.max(until, now)),
  });
}
