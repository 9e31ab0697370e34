import { contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import type { Tx } from '../domain/tx.ts';
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
 * A relationship that is over stays as it is.
 */
export async function recordRevocation(
  tx: Tx,
  keys: IdentityKeys,
  { signingKey, at }: { signingKey: string; at: number },
): Promise<void> {
  const { tables, changes, clock } = tx;
  const contact = await tables.contacts.get(contactKey(keys.index, signingKey));
  if (contact === undefined || contact.revokedAt !== null) return;
  const now = clock.now();
  const nowS = Math.floor(now / 1000);
  const contracts = await contractsOf(tx, contact);
  // What was agreed anew after that end stays.
  if (contracts.some((one) => one.status === 'active' && one.signed.contract.timestamp * 1000 > at)) return;
  for (const contract of contracts) {
    if (contract.status === 'revoked') continue;
    tx.put('contracts', { ...contract, status: 'revoked', revokedAt: now });
    if (contract.signed.contract.expires_at <= nowS) continue;
    addTombstone(tx, contract);
    tx.send(
      ownMediatorRow(keys, {
        id: `revoke-own:${contract.contractId}`,
        payload: { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: contract.contractId },
        group: 'other',
      }),
    );
  }
  for (const request of await tables.requests.getAll()) {
    const isOpen = request.status === 'proposed' || request.status === 'requested';
    if (request.identityIndex !== keys.index || request.peerSigningKey !== signingKey || !isOpen) continue;
    tx.put('requests', { ...request, status: 'withdrawn' });
    addRequestTombstone(tx, request.signed);
    tx.send(
      ownMediatorRow(keys, {
        id: `revoke-own-request:${request.requestId}`,
        payload: { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract: request.signed },
        group: 'other',
      }),
    );
  }
  for (const event of await waitingFor(tx, contact)) {
    failWaiting(tx, contact, { event, reason: 'revoked', senderDid: keys.did.did });
  }
  tx.put('contacts', { ...contact, revokedAt: Math.min(at, now), proposedUntil: null });
  const last = contracts.at(-1);
  tx.after(() => {
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
  });
}

function addTombstone(tx: Tx, contract: ContractRecord): void {
  const expiresAt = contract.signed.contract.expires_at;
  tx.put('tombstones', { key: contractTombstone(contract.contractId), expiresAt });
  addRequestTombstone(tx, contract.signed);
}

function addRequestTombstone(tx: Tx, { contract }: SignedContract): void {
  tx.put('tombstones', { key: requestTombstone(contract), expiresAt: contract.expires_at });
}
