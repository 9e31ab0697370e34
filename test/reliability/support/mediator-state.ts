import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * SHA-256 of everything a mediator keeps, but the nonces it burnt. The mediator may run: the database is read in one
 * transaction of its own.
 */
export function mediatorState(dataDir: string): string {
  const db = new DatabaseSync(join(dataDir, 'mediator.db'), { readOnly: true });
  try {
    db.exec('begin');
    const hash = createHash('sha256');
    const tables = db.prepare("select name from sqlite_master where type = 'table' order by name").all();
    for (const { name } of tables) {
      if (name === 'nonces' || String(name).startsWith('sqlite_')) continue;
      const rows = db
        .prepare(`select * from "${name}"`)
        .all()
        .map((row) => JSON.stringify(row, (_, value) => (value instanceof Uint8Array ? [...value] : value)));
      hash.update(`${name}\n${rows.sort().join('\n')}\n`);
    }
    return hash.digest('hex');
  } finally {
    db.close();
  }
}
