import { type Page, pageWithin } from '../database/page-within.ts';
import type { Tx } from '../database/schema.ts';
import type { HeldRow } from './held-row.ts';

/** A page of what a signing key saved, oldest first. */
export async function listSentHeld(
  tx: Tx,
  saverKey: string,
  { after, limit, maxBytes }: Page,
): Promise<{ rows: HeldRow[]; more: boolean }> {
  const rows = await tx
    .selectFrom('held_messages')
    .selectAll()
    .where('saver_key', '=', saverKey)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const sized = rows.map((row) => ({ row, bytes: row.new_record?.length ?? 0 }));
  const { kept, more } = pageWithin(sized, limit, maxBytes);
  return { rows: kept.map(({ row }) => row), more };
}
