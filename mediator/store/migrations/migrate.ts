import { type Kysely, sql } from 'kysely';
import type { Database, Schema } from '../database/schema.ts';
import { anchorTables } from './anchor-tables.ts';
import { firstTables } from './first-tables.ts';
import { heldTables } from './held-tables.ts';

/** Every change of the tables, in order; an applied one never changes. */
const MIGRATIONS: ((db: Kysely<Schema>) => Promise<void>)[] = [firstTables, anchorTables, heldTables];

/** Brings the tables up to date, each step in its own transaction. @throws when the file is of a newer version. */
export async function migrate(db: Database): Promise<void> {
  await sql`create table if not exists schema_version (version integer not null)`.execute(db);
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(db);
  const version = rows[0]?.version ?? 0;
  if (version > MIGRATIONS.length) throw new Error(`the database is of a newer version (${version})`);
  for (let next = version; next < MIGRATIONS.length; next++) {
    await db.transaction().execute(async (tx) => {
      await MIGRATIONS[next]?.(tx);
      await sql`delete from schema_version`.execute(tx);
      await sql`insert into schema_version (version) values (${next + 1})`.execute(tx);
    });
  }
}
