import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import type { Tx } from '../domain/tx.ts';
import { envelopeEvent } from '../envelopes/envelope-event.ts';
import { NotFoundError } from '../errors/errors.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { parseDid } from '../protocol/did.ts';
import { newEventId } from '../protocol/envelope.ts';
import { signRevocation } from '../protocol/revocation.ts';
import { RESERVED } from '../protocol/wire.ts';
import { contractsOf } from './contracts-of.ts';
import { contractForSending } from './live-contract.ts';
import { recordRevocation } from './record-revocation.ts';

const DAY_MS = 86_400_000;

/**
 * Ends the relationship with a person: this client refuses from now on, the own mediator is told at once, the person by a
 * signed `decentrl.contract.revoked` event, and their mediator after that event was accepted or after 24 h
 * (`protocol.md` §7.5). Doing it again changes nothing. Throws NotFoundError for somebody unknown.
 */
export async function revokeRelationship(
  domain: Domain,
  identityIndex: number,
  signingKey: string,
): Promise<void> {
  await change(domain, async (tx) => {
    const contact = await tx.tables.contacts.get(contactKey(identityIndex, signingKey));
    if (contact === undefined) throw new NotFoundError();
    if (contact.revokedAt !== null) return;
    const keys = await tx.keyring.identity(identityIndex);
    const contracts = await contractsOf(tx, contact);
    const live = contractForSending(contracts, contact.did, nowSeconds(tx));
    const told = live === null ? null : await tellPeer(tx, keys, live, contact.conversationId);
    for (const contract of contracts) {
      if (contract.status === 'active' && contract.signed.contract.expires_at > nowSeconds(tx)) {
        tellPeersMediator(tx, keys, { contract, after: told });
      }
    }
    await recordRevocation(tx, keys, { signingKey, at: tx.clock.now() });
  });
}

async function tellPeer(
  tx: Tx,
  keys: IdentityKeys,
  contract: ContractRecord,
  conversationId: string,
): Promise<string> {
  const revocation = await signRevocation(
    { contractId: contract.contractId, revokerDid: keys.did.did, timestamp: nowSeconds(tx) },
    keys.signer,
  );
  const outgoing = {
    eventId: newEventId(),
    type: RESERVED.contractRevoked,
    data: { ...revocation },
    tags: [],
    copyTags: [RESERVED.contractRevoked],
    ephemeral: false,
    ownCopy: true,
    conversationId,
  };
  const { rowId } = await envelopeEvent(tx, { keys, contract }, outgoing);
  return rowId;
}

function tellPeersMediator(
  tx: Tx,
  keys: IdentityKeys,
  { contract, after }: { contract: ContractRecord; after: string | null },
): void {
  const { mediatorDid } = parseDid(contract.peerDid);
  tx.send({
    id: `revoke-peer:${contract.contractId}`,
    identityIndex: keys.index,
    mediatorDid,
    recipientDid: mediatorDid,
    channel: 'DIRECT_AUTHENTICATED',
    payload: { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: contract.contractId },
    group: 'other',
    ...(after === null ? {} : { after, afterUntil: tx.clock.now() + DAY_MS }),
  });
}
