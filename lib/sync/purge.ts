import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { purgeQuarantine } from '../messages/quarantine.ts';
import { deleteKeyRow } from '../relationships/delete-key-row.ts';

const IDEMPOTENCY_MS = 30 * 86_400_000;
/** Closed requests and unused keys outlive their end by this, for late answers and clocks that differ. */
const LATE_SECONDS = 86_400;

/** Removes what has served its time: tombstones, closed requests, unused keys, idempotency keys, quarantine. */
export async function purge(domain: Domain): Promise<void> {
  await change(domain, async (tx) => {
    const { tables, clock } = tx;
    const now = nowSeconds(tx) - LATE_SECONDS;
    const [tombstones, requests, keys, uses] = await Promise.all([
      tables.tombstones.getAll(),
      tables.requests.getAll(),
      tables.contract_keys.getAll(),
      tables.idempotency.getAll(),
    ]);
    for (const { key, expiresAt } of tombstones) if (expiresAt <= now) tx.remove('tombstones', key);
    for (const { requestId, signed } of requests) {
      if (signed.contract.expires_at <= now) tx.remove('requests', requestId);
    }
    // A key whose contract exists stays: it refuses a second completion, and its secret went to the contract.
    for (const { publicKey, contractId, expiresAt, identityIndex } of keys) {
      if (contractId !== null || expiresAt > now) continue;
      tx.remove('contract_keys', publicKey);
      tx.send(await deleteKeyRow(await tx.keyring.identity(identityIndex), publicKey));
    }
    for (const { key, at } of uses) if (at + IDEMPOTENCY_MS <= clock.now()) tx.remove('idempotency', key);
    await purgeQuarantine(tx);
  });
}
