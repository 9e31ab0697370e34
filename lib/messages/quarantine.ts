/**
 * Events that cannot be opened. They must not wedge the queue: after three failures one is acknowledged and kept here with
 * its reason for 30 days, and tried again whenever a contract with its sender arrives (`protocol.md` §6.8, T-63).
 */
import { hex, utf8 } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/hash.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { Tx } from '../domain/tx.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingEvent } from '../mediator-client/sync/sync-sink.ts';
import type { FailedEvent } from './open-event.ts';
import { signingKeyOf } from './signing-key-of.ts';

/** Tries to open an event before it is given up (security.md *Limits*). */
const MOST_FAILURES = 3;
/** How long an event that does not open is kept (security.md *Limits*). */
const KEPT_MS = 30 * 86_400_000;
/**
 * Events that do not open (security.md *Limits*). A hostile mediator cannot fill the disk with garbage: beyond this,
 * what fails is dropped.
 */
const MOST_KEPT = 1_000;

function quarantineKey(identityIndex: number, { sender_did, payload }: PendingEvent): string {
  return hex(sha256(utf8(`${identityIndex}\0${sender_did}\0${payload}`)));
}

/**
 * Counts a failure of each event; returns the ids that have failed often enough to be acknowledged. The count is durable,
 * so that the death of the worker does not begin it anew. One whose sender has a contract by now that was not known when
 * it was opened is neither counted nor acknowledged: it comes again.
 */
export async function quarantineFailures(
  tx: Tx,
  keys: IdentityKeys,
  failed: readonly FailedEvent[],
): Promise<string[]> {
  if (failed.length === 0) return [];
  const now = tx.clock.now();
  const known = await tx.tables.quarantine.getMany(
    failed.map((one) => quarantineKey(keys.index, one.pending)),
  );
  let room = MOST_KEPT - (await tx.tables.quarantine.count());
  const given: string[] = [];
  for (const [at, { pending, reason, triedWith }] of failed.entries()) {
    if (await hasOtherContracts(tx, keys, pending, triedWith)) continue;
    const before = known[at];
    const attempts = (before?.attempts ?? 0) + 1;
    if (attempts >= MOST_FAILURES) given.push(pending.id);
    if (before === undefined && room-- <= 0) {
      given.push(pending.id);
      continue;
    }
    tx.put('quarantine', {
      key: quarantineKey(keys.index, pending),
      identityIndex: keys.index,
      senderDid: pending.sender_did,
      payload: pending.payload,
      timestamp: pending.timestamp,
      attempts,
      reason,
      at: before?.at ?? now,
    });
    tx.log.info('an event could not be opened', { reason, attempts });
  }
  return given;
}

/** Tells whether the sender's contracts are others than those an event was tried with. */
async function hasOtherContracts(
  { tables }: Pick<Tx, 'tables'>,
  keys: IdentityKeys,
  { sender_did }: PendingEvent,
  triedWith: readonly string[],
): Promise<boolean> {
  const signingKey = signingKeyOf(sender_did);
  if (signingKey === null) return false;
  const contact = await tables.contacts.get(contactKey(keys.index, signingKey));
  return contact?.contractIds.some((id) => !triedWith.includes(id)) ?? false;
}

/** Removes what has been here for 30 days. */
export async function purgeQuarantine(tx: Tx): Promise<void> {
  for (const row of await tx.tables.quarantine.getAll()) {
    if (row.at + KEPT_MS <= tx.clock.now()) tx.remove('quarantine', row.key);
  }
}
