import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import { collectWrites, type Writes } from '../domain/writes.ts';
import { envelopeEvent, readCounters } from '../envelopes/envelope-event.ts';
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
  await exclusively(domain, async () => {
    const contact = await domain.tables.contacts.get(contactKey(identityIndex, signingKey));
    if (contact === undefined) throw new NotFoundError();
    if (contact.revokedAt !== null) return;
    const keys = await domain.keyring.identity(identityIndex);
    const contracts = await contractsOf(domain, contact);
    const live = contractForSending(contracts, contact.did, nowSeconds(domain));
    const writes = collectWrites(domain);
    const told =
      live === null
        ? null
        : await tellPeer(domain, writes, keys, { contract: live, conversationId: contact.conversationId });
    for (const contract of contracts) {
      if (contract.status === 'active' && contract.signed.contract.expires_at > nowSeconds(domain)) {
        tellPeersMediator(domain, writes, keys, { contract, after: told });
      }
    }
    const announce = await recordRevocation(domain, keys, writes, { signingKey, at: domain.clock.now() });
    await writes.commit();
    for (const one of announce) one();
  });
}

async function tellPeer(
  domain: Domain,
  writes: Writes,
  keys: IdentityKeys,
  { contract, conversationId }: { contract: ContractRecord; conversationId: string },
): Promise<string> {
  const revocation = await signRevocation(
    { contractId: contract.contractId, revokerDid: keys.did.did, timestamp: nowSeconds(domain) },
    keys.signer,
  );
  const counters = await readCounters(domain, contract.contractId);
  const { rowId } = await envelopeEvent(
    domain,
    writes,
    { keys, contract, counters },
    {
      eventId: newEventId(),
      type: RESERVED.contractRevoked,
      data: { ...revocation },
      tags: [],
      copyTags: [RESERVED.contractRevoked],
      ephemeral: false,
      ownCopy: true,
      conversationId,
    },
  );
  return rowId;
}

function tellPeersMediator(
  domain: Domain,
  writes: Writes,
  keys: IdentityKeys,
  { contract, after }: { contract: ContractRecord; after: string | null },
): void {
  const now = domain.clock.now();
  const { mediatorDid } = parseDid(contract.peerDid);
  writes.send({
    id: `revoke-peer:${contract.contractId}`,
    identityIndex: keys.index,
    mediatorDid,
    recipientDid: mediatorDid,
    channel: 'DIRECT_AUTHENTICATED',
    payload: { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: contract.contractId },
    group: 'other',
    createdAt: now,
    notBefore: now,
    attempts: 0,
    ...(after === null ? {} : { after, afterUntil: now + DAY_MS }),
  });
}
