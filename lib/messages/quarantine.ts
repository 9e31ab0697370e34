/**
 * Events that cannot be opened. They must not wedge the queue: after three failures one is acknowledged and kept here with
 * its reason for 30 days, and tried again whenever a contract with its sender arrives (`protocol.md` §6.8, T-63).
 */
import { hex, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import type { Domain } from '../domain/domain.ts';
import { collectWrites } from '../domain/writes.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingEvent } from '../mediator-client/sync/sync-sink.ts';
import type { FailedEvent } from './open-event.ts';

const MOST_FAILURES = 3;
const KEPT_MS = 30 * 86_400_000;
/** A hostile mediator cannot fill the disk with garbage: beyond this, what fails is dropped. */
const MOST_KEPT = 1_000;

function quarantineKey(identityIndex: number, { sender_did, payload }: PendingEvent): string {
  return hex(sha256(utf8(`${identityIndex}\0${sender_did}\0${payload}`)));
}

/**
 * Counts a failure of each event; returns the ids that have failed often enough to be acknowledged. The count is durable,
 * so that the death of the worker does not begin it anew. Call inside `exclusively`.
 */
export async function quarantineFailures(
  domain: Domain,
  keys: IdentityKeys,
  failed: readonly FailedEvent[],
): Promise<string[]> {
  if (failed.length === 0) return [];
  const writes = collectWrites(domain);
  const now = domain.clock.now();
  const known = await domain.tables.quarantine.getMany(
    failed.map((one) => quarantineKey(keys.index, one.pending)),
  );
  let room = MOST_KEPT - (await domain.tables.quarantine.count());
  const given: string[] = [];
  for (const [at, { pending, reason }] of failed.entries()) {
    const before = known[at];
    const attempts = (before?.attempts ?? 0) + 1;
    if (attempts >= MOST_FAILURES) given.push(pending.id);
    if (before === undefined && room-- <= 0) {
      given.push(pending.id);
      continue;
    }
    writes.put('quarantine', {
      key: quarantineKey(keys.index, pending),
      identityIndex: keys.index,
      senderDid: pending.sender_did,
      payload: pending.payload,
      timestamp: pending.timestamp,
      attempts,
      reason,
      at: before?.at ?? now,
    });
    domain.log.info('an event could not be opened', { reason, attempts });
  }
  await writes.commit();
  return given;
}

/** Removes what has been here for 30 days. */
export async function purgeQuarantine(domain: Domain): Promise<void> {
  const writes = collectWrites(domain);
  for (const row of await domain.tables.quarantine.getAll()) {
    if (row.at + KEPT_MS <= domain.clock.now()) writes.remove('quarantine', row.key);
  }
  await writes.commit();
}
