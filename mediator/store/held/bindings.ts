import type { Selectable } from 'kysely';
import type { Database, Schema, Tx } from '../database/schema.ts';

/** A binding as it is stored, open or closed. */
export type BindingRow = Selectable<Schema['address_bindings']>;

/** What stands for an address on a chain. `last` took effect last, whether it still stands or not. */
export interface Standing {
  active: BindingRow | null;
  /** A changed binding that waits to take effect; while it does, the address is handed over to neither. */
  pending: BindingRow | null;
  last: BindingRow | null;
}

/** What stands for an address at `now` (whole seconds), also before the sweeper wrote it down. */
export async function standingOf(
  db: Database | Tx,
  { address, chainId, now }: { address: string; chainId: number; now: number },
): Promise<Standing> {
  const rows = await db
    .selectFrom('address_bindings')
    .selectAll()
    .where('address', '=', address)
    .where('chain_id', '=', chainId)
    .orderBy('id')
    .execute();
  const isOpen = (row: BindingRow) => row.closed_at === null;
  return {
    active: rows.findLast((row) => isOpen(row) && row.effective_at <= now) ?? null,
    pending: rows.findLast((row) => isOpen(row) && row.effective_at > now) ?? null,
    last: rows.findLast((row) => row.effective_at <= (row.closed_at ?? now)) ?? null,
  };
}

/** Tells whether an address was ever bound on a chain: from then on nothing is held for it (address-messaging.md §1.9). */
export async function wasBound(tx: Tx, address: string, chainId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('address_bindings')
    .select('id')
    .where('address', '=', address)
    .where('chain_id', '=', chainId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Bindings a signing key answers under at `now`, with whether a change of one is waiting. */
export async function bindingsOfKey(
  db: Database | Tx,
  signingKey: string,
  now: number,
): Promise<{ binding: BindingRow; changing: boolean }[]> {
  const bindings: { binding: BindingRow; changing: boolean }[] = [];
  for (const { address, chain_id } of await placesOfKey(db, signingKey)) {
    const { active, pending } = await standingOf(db, { address, chainId: chain_id, now });
    if (active?.signing_key === signingKey) bindings.push({ binding: active, changing: pending !== null });
  }
  return bindings;
}

function placesOfKey(db: Database | Tx, signingKey: string) {
  return db
    .selectFrom('address_bindings')
    .select(['address', 'chain_id'])
    .where('signing_key', '=', signingKey)
    .where('closed_at', 'is', null)
    .distinct()
    .execute();
}

/** A binding by the nonce it was signed over. */
export async function bindingOfNonce(tx: Tx, nonce: string): Promise<BindingRow | undefined> {
  return tx.selectFrom('address_bindings').selectAll().where('nonce', '=', nonce).executeTakeFirst();
}

/** Writes a verified binding down. */
export async function insertBinding(
  tx: Tx,
  row: Omit<BindingRow, 'id' | 'closed_at' | 'moved'>,
): Promise<void> {
  await tx
    .insertInto('address_bindings')
    .values({ ...row, closed_at: null, moved: null })
    .execute();
}

/**
 * Closes a binding; what was rewrapped for it and is not encrypted anew is held again, under the share it still has. The
 * same again changes nothing.
 */
export async function closeBinding(tx: Tx, id: number, now: number): Promise<void> {
  await tx
    .updateTable('address_bindings')
    .set({ closed_at: now })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .execute();
  await returnToHeld(tx, id, now);
}

/** Lets a changed binding of one place take effect when its wait is over, which closes the one it replaces. */
export async function settlePlace(
  tx: Tx,
  place: { address: string; chainId: number },
  now: number,
): Promise<void> {
  const due = await tx
    .selectFrom('address_bindings')
    .select('id')
    .where('address', '=', place.address)
    .where('chain_id', '=', place.chainId)
    .where('closed_at', 'is', null)
    .where('effective_at', '<=', now)
    .orderBy('id')
    .execute();
  for (const { id } of due.slice(0, -1)) await closeBinding(tx, id, now);
}

/** The same for every place a signing key has a binding of. */
export async function settleOfKey(tx: Tx, signingKey: string, now: number): Promise<void> {
  for (const { address, chain_id } of await placesOfKey(tx, signingKey))
    await settlePlace(tx, { address, chainId: chain_id }, now);
}

/** The same for every place there is: for the sweeper, since it looks at all open bindings. */
export async function settleAll(tx: Tx, now: number): Promise<void> {
  const places = await tx
    .selectFrom('address_bindings')
    .select(['address', 'chain_id'])
    .where('closed_at', 'is', null)
    .where('effective_at', '<=', now)
    .groupBy(['address', 'chain_id'])
    .having((e) => e.fn.countAll(), '>', 1)
    .execute();
  for (const { address, chain_id } of places) await settlePlace(tx, { address, chainId: chain_id }, now);
}

async function returnToHeld(tx: Tx, bindingId: number, now: number): Promise<void> {
  await tx
    .deleteFrom('held_shares')
    .where('kind', '=', 'rewrapped')
    .where((e) =>
      e(
        'message',
        'in',
        e
          .selectFrom('held_messages')
          .select('seq')
          .where('binding_id', '=', bindingId)
          .where('state', '=', 'REWRAPPED'),
      ),
    )
    .execute();
  await tx
    .updateTable('held_messages')
    .set({ state: 'HELD', binding_id: null, changed_at: now })
    .where('binding_id', '=', bindingId)
    .where('state', '=', 'REWRAPPED')
    .execute();
}

/** Remembers when a contract wallet last stood by a binding. */
export async function touchBinding(tx: Tx, id: number, now: number): Promise<void> {
  await tx.updateTable('address_bindings').set({ checked_at: now }).where('id', '=', id).execute();
}

/** Notes that the identity of its open bindings under `oldDid` answers under another DID now. */
export async function noteMove(
  tx: Tx,
  signingKey: string,
  moved: { old_did: string; timestamp: number },
): Promise<void> {
  const rows = await tx
    .selectFrom('address_bindings')
    .select(['id', 'moved'])
    .where('signing_key', '=', signingKey)
    .where('did', '=', moved.old_did)
    .where('closed_at', 'is', null)
    .execute();
  for (const row of rows) {
    const known = row.moved === null ? -1 : (JSON.parse(row.moved) as { timestamp: number }).timestamp;
    if (known >= moved.timestamp) continue;
    await tx
      .updateTable('address_bindings')
      .set({ moved: JSON.stringify(moved) })
      .where('id', '=', row.id)
      .execute();
  }
}

/** A binding by its row, which is never removed. @throws when there is none */
export async function findBinding(tx: Tx, id: number | null): Promise<BindingRow> {
  return tx.selectFrom('address_bindings').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The signing key of a binding, by its row; undefined when there is none. */
export async function signingKeyOfBinding(tx: Tx, id: number | null): Promise<string | undefined> {
  const row = await tx
    .selectFrom('address_bindings')
    .select('signing_key')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.signing_key;
}
