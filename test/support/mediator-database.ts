import { join } from 'node:path';
import type { Database, Tx } from '../../mediator/store/database/schema.ts';
import { openDatabase } from '../../mediator/store/open-database.ts';

/** Opens the database of a mediator (running or not) beside it, as a second process would; close it with `destroy()`. */
export async function openBeside({ dataDir }: { dataDir: string }): Promise<Database> {
  return openDatabase(join(dataDir, 'mediator.db'));
}

/** Runs one transaction in the database of a mediator. */
export async function inDatabase<T>(mediator: { dataDir: string }, work: (tx: Tx) => Promise<T>): Promise<T> {
  const db = await openBeside(mediator);
  try {
    return await db.transaction().execute(work);
  } finally {
    await db.destroy();
  }
}
