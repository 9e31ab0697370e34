import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { nodeSqliteDialect } from './database/node-sqlite-dialect.ts';
import type { Database, Schema } from './database/schema.ts';
import { migrate } from './migrations/migrate.ts';

/**
 * Opens (and brings up to date) the database file of a mediator.
 * WAL with `synchronous = FULL`: what was committed survives a power cut, which is what SUCCESS promises.
 */
export async function openDatabase(path: string): Promise<Database> {
  const file = new DatabaseSync(path, { timeout: 5_000 });
  file.exec('pragma journal_mode = wal');
  file.exec('pragma synchronous = full');
  file.exec('pragma foreign_keys = on');
  // Deleted ciphertext (acknowledged events, destroyed keys) is overwritten, not just unlinked.
  file.exec('pragma secure_delete = on');
  file.exec('pragma wal_autocheckpoint = 4000');
  file.exec('pragma journal_size_limit = 67108864');
  file.exec('pragma cache_size = -65536');
  file.exec('pragma mmap_size = 268435456');
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(file) });
  await migrate(db);
  return db;
}
