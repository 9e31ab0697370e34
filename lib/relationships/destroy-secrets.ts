import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { contractEnd } from '../domain/records/contract-record.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { LIMITS } from '../protocol/wire.ts';
import { deleteKeyRow } from './delete-key-row.ts';

/**
 * Destroys the secrets of contracts that ended more than 7 days ago: here, and on the own mediator by DELETE_EVENTS
 * (`protocol.md` §7.4). Call only after the pending queue was read to its end. Messages stay readable: they lie under the
 * local and the store key.
 */
export async function destroySecrets(domain: Domain, keys: IdentityKeys): Promise<void> {
  const now = domain.clock.now();
  const all = await domain.tables.contracts.getAll();
  const due = all.filter(
    (one) =>
      one.identityIndex === keys.index &&
      one.wrappedKey !== null &&
      contractEnd(one) + LIMITS.secretGrace * 1000 <= now,
  );
  for (const { contractId, ownKey } of due) {
    const deletion = await deleteKeyRow(keys, ownKey);
    await change(domain, async (tx) => {
      const contract = await tx.tables.contracts.get(contractId);
      if (contract === undefined || contract.wrappedKey === null) return;
      tx.put('contracts', { ...contract, wrappedKey: null });
      tx.send(deletion);
      // Locked meanwhile, it is forgotten already.
      tx.after(() => void tx.keyring.forgetRootKey(contractId).catch(() => undefined));
    });
  }
}
