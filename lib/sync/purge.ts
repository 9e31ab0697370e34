import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import { collectWrites } from '../domain/writes.ts';
import { purgeQuarantine } from '../messages/quarantine.ts';
import { deleteKeyRow } from '../relationships/delete-key-row.ts';

const IDEMPOTENCY_MS = 30 * 86_400_000;
/** Closed requests and unused keys outlive their end by this, for late answers and clocks that differ. */
const LATE_SECONDS = 86_400;

/** Removes what has served its time: tombstones, closed requests, unused keys, idempotency keys, quarantine. */
export async function purge(domain: Domain): Promise<void> {
  await exclusively(domain, async () => {
    const { tables, clock } = domain;
    const writes = collectWrites(domain);
    const now = nowSeconds(domain) - LATE_SECONDS;
    const [tombstones, requests, keys, uses] = await Promise.all([
      tables.tombstones.getAll(),
      tables.requests.getAll(),
      tables.contract_keys.getAll(),
      tables.idempotency.getAll(),
    ]);
    for (const { key, expiresAt } of tombstones) if (expiresAt <= now) writes.remove('tombstones', key);
    for (const { requestId, signed } of requests) {
      if (signed.contract.expires_at <= now) writes.remove('requests', requestId);
    }
    // A key whose contract exists stays: it refuses a second completion, and its secret went to the contract.
    for (const { publicKey, contractId, expiresAt, identityIndex } of keys) {
      if (contractId !== null || expiresAt > now) continue;
      writes.remove('contract_keys', publicKey);
      writes.send(await deleteKeyRow(await domain.keyring.identity(identityIndex), publicKey, clock.now()));
    }
    for (const { key, at } of uses) if (at + IDEMPOTENCY_MS <= clock.now()) writes.remove('idempotency', key);
    await writes.commit();
    await purgeQuarantine(domain);
  });
}
