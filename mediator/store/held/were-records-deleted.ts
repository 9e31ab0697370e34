import type { Database } from '../database/schema.ts';

/** Tells whether a record and its shares were deleted since a time. */
export async function wereRecordsDeleted(db: Database, since: number): Promise<boolean> {
  const row = await db
    .selectFrom('held_messages')
    .select('seq')
    .where('record', 'is', null)
    .where('changed_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
