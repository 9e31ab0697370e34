import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What an escrow holds, counted in its own database while it runs. */
export interface EscrowView {
  /** States of the messages, oldest first. */
  states: string[];
  /** Messages of which the sealed record is still there. */
  records: number;
  shares: number;
  epochs: number;
  /** CIDs, those among them that no index file lists yet, and the states of the index files. */
  listed: number;
  unlisted: number;
  indexFiles: string[];
  published: number;
}

type Row = Record<string, string | number | Uint8Array | null>;

function reading<T>(dataDir: string, read: (rows: (sql: string) => Row[]) => T): T {
  const database = new DatabaseSync(join(dataDir, 'mediator.db'), { readOnly: true });
  try {
    return read((sql) => database.prepare(sql).all() as Row[]);
  } finally {
    database.close();
  }
}

/** Counts what an escrow holds. */
export function escrowView(dataDir: string): EscrowView {
  return reading(dataDir, (rows) => {
    const messages = rows('select state, record from held_messages order by seq');
    return {
      states: messages.map(({ state }) => String(state)),
      records: messages.filter(({ record }) => record !== null).length,
      shares: rows('select message from held_shares').length,
      epochs: rows('select id from held_epochs where master is not null').length,
      listed: rows('select cid from listed_cids').length,
      unlisted: rows('select cid from listed_cids where index_file is null').length,
      indexFiles: rows('select state from index_files order by id').map(({ state }) => String(state)),
      published: rows('select cid from published_blocks').length,
    };
  });
}

/** One line for the walkthrough. */
export function describeEscrow(view: EscrowView): string {
  const { states, records, shares, epochs, listed, indexFiles, published } = view;
  return (
    `messages ${states.join(', ') || 'none'}; ${records} records and ${shares} shares it could open, ${epochs} epoch keys; ` +
    `${listed} CIDs listed, index files ${indexFiles.join(', ') || 'none'}, ${published} blocks published`
  );
}
