import type { Tx } from '../database/schema.ts';

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
