import type { Tx } from '../database/schema.ts';

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
