import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Canary, findCanaries } from '../../test/support/canary-search.ts';

/** What one mediator holds: rows and ciphertext, counted in its own database while it runs. */
export interface MediatorView {
  contracts: number;
  requests: number;
  requestBytes: number;
  pending: number;
  pendingBytes: number;
  stored: number;
  storedBytes: number;
  /** Canaries found in the files of its data directory. */
  leaked: string[];
}

async function databaseFile(dataDir: string): Promise<string> {
  const name = (await readdir(dataDir)).find((file) => /\.(sqlite3?|db)$/.test(file));
  if (name === undefined) throw new Error(`${dataDir} holds no database.`);
  return join(dataDir, name);
}

/** All bytes of a mediator's data directory: database, write-ahead log, keys. */
export async function dataBytes(dataDir: string): Promise<Buffer> {
  const entries = await readdir(dataDir, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))));
}

/** Reads a mediator's database beside it, read-only, and searches all its files for canaries. */
export async function mediatorView(dataDir: string, canaries: Canary[]): Promise<MediatorView> {
  const database = new DatabaseSync(await databaseFile(dataDir), { readOnly: true });
  const count = (sql: string) => {
    const row = database.prepare(sql).get() as { n: number; bytes?: number };
    return { n: Number(row.n), bytes: Number(row.bytes ?? 0) };
  };
  try {
    const contracts = count('select count(*) as n from contracts');
    const requests = count(
      'select count(*) as n, sum(length(encrypted_request)) as bytes from contract_requests',
    );
    const pending = count('select count(*) as n, sum(length(payload)) as bytes from pending_events');
    const stored = count('select count(*) as n, sum(length(payload)) as bytes from stored_events');
    return {
      contracts: contracts.n,
      requests: requests.n,
      requestBytes: requests.bytes,
      pending: pending.n,
      pendingBytes: pending.bytes,
      stored: stored.n,
      storedBytes: stored.bytes,
      leaked: findCanaries(await dataBytes(dataDir), canaries),
    };
  } finally {
    database.close();
  }
}

const bytes = (count: number) => (count === 0 ? '' : ` (${count} B of ciphertext)`);

/** One line for the walkthrough. */
export function describeView(view: MediatorView): string {
  return (
    `${view.contracts} contracts, ${view.requests} requests${bytes(view.requestBytes)}, ` +
    `${view.pending} pending${bytes(view.pendingBytes)}, ${view.stored} stored${bytes(view.storedBytes)}, ` +
    `plaintext ${view.leaked.length === 0 ? 'none' : view.leaked.join(', ')}`
  );
}
