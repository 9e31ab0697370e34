import { sql } from 'kysely';
import type { Database } from './schema.ts';

/** Writes the log of changes back into the database file and empties it, with the pages as they were before. */
export async function truncateLog(db: Database): Promise<void> {
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
