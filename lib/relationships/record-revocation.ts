import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import type { Writes } from '../domain/writes.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { SignedContract } from '../protocol/contract.ts';
import { contractsOf } from './contracts-of.ts';
import { failWaiting } from './fail-waiting.ts';
import { waitingFor } from './send-waiting.ts';
import { contractTombstone, requestTombstone } from './tombstones.ts';

/**
 * Ends a relationship on this device and at the own mediator, whoever ended it: contracts, open requests and what waited
 * are closed with tombstones, and a REVOKE goes out for every unexpired contract and open request (`protocol.md` §7.5).
 * Writes into `writes`, returns what to announce after the commit. A relationship that is over stays as it is. Call inside
 * `exclusively`.
 */
export async function recordRevocation(
  domain: Domain,
  keys: IdentityKeys,
  writes: Writes,
  { signingKey, at }: { signingKey: string; at: number },
): Promise<(() => void)[]> {
  const { tables, changes, clock } = domain;
  const contact = await tables.contacts.get(contactKey(keys.index, signingKey));
  if (contact === undefined || contact.revokedAt !== null) return [];
  const now = clock.now();
  const nowS = Math.floor(now / 1000);
  const contracts = await contractsOf(domain, contact);
  // What was agreed anew after that end stays.
  if (contracts.some((one) => one.status === 'active' && one.signed.contract.timestamp * 1000 > at))
    return [];
  for (const contract of contracts) {
    if (contract.status === 'revoked') continue;
    writes.put('contracts', { ...contract, status: 'revoked', revokedAt: now });
    if (contract.signed.contract.expires_at <= nowS) continue;
    bury(writes, contract);
    writes.send(
      ownMediatorRow(keys, {
        id: `revoke-own:${contract.contractId}`,
        payload: { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: contract.contractId },
        group: 'other',
        now,
      }),
    );
  }
  for (const request of await tables.requests.getAll()) {
    const isOpen = request.status === 'proposed' || request.status === 'requested';
    if (request.identityIndex !== keys.index || request.peerSigningKey !== signingKey || !isOpen) continue;
    writes.put('requests', { ...request, status: 'withdrawn' });
    buryRequest(writes, request.signed);
    writes.send(
      ownMediatorRow(keys, {
        id: `revoke-own-request:${request.requestId}`,
        payload: { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: request.signed },
        group: 'other',
        now,
      }),
    );
  }
  for (const event of await waitingFor(domain, contact)) {
    failWaiting(domain, writes, contact, { event, reason: 'revoked', senderDid: keys.did.did });
  }
  writes.put('contacts', { ...contact, revokedAt: Math.min(at, now), proposedUntil: null });
  const last = contracts.at(-1);
  return [
    () => {
      changes.popup('requests', 'conversations', `conversation:${contact.conversationId}`);
      changes.domain({
        kind: 'contract',
        identityIndex: keys.index,
        peerSigningKey: signingKey,
        peerDid: last?.peerDid ?? contact.did,
        conversationId: contact.conversationId,
        requestId: null,
        origin: null,
        status: 'revoked',
      });
    },
  ];
}

function bury(writes: Writes, contract: ContractRecord): void {
  const expiresAt = contract.signed.contract.expires_at;
  writes.put('tombstones', { key: contractTombstone(contract.contractId), expiresAt });
  buryRequest(writes, contract.signed);
}

function buryRequest(writes: Writes, { contract }: SignedContract): void {
  writes.put('tombstones', { key: requestTombstone(contract), expiresAt: contract.expires_at });
}
