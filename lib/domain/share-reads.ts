import { LockedError } from '../errors/errors.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { ReadTable, ReadTables } from './read-tables.ts';
import type { TableName, Tables, TableValues } from './tables.ts';

/** Tables that the list, the state, the badge and what a popup paints first all read whole after one arrival. */
type SharedTable = 'conversations' | 'contacts';

/** The tables to read from, and how they learn of a write. */
export interface SharedReads {
  readonly tables: ReadTables;
  /** These tables were written: what was read of them before is read again. */
  written(tables: Iterable<TableName>): void;
  /** Everything that was read is forgotten: the keys it was read with are gone. */
  forget(): void;
}

/**
 * Lets everybody who reads all rows of some tables share one reading until they are written, which only a change does.
 * Locked, it gives nothing, whatever was read before. The rows are frozen: they belong to all readers.
 */
export function shareReads(tables: Tables, keyring: Pick<Keyring, 'state'>): SharedReads {
  const readings = new Map<TableName, Promise<unknown>>();

  function shared<N extends SharedTable>(name: N): ReadTable<TableValues[N]> {
    const table: ReadTable<TableValues[N]> = tables[name];
    const read = (): Promise<TableValues[N][]> => {
      const known = readings.get(name) as Promise<TableValues[N][]> | undefined;
      if (known !== undefined) return known;
      const reading = table.getAll();
      reading.then(
        (rows) => {
          for (const row of rows) Object.freeze(row);
        },
        () => undefined,
      );
      readings.set(name, reading);
      reading.catch(() => {
        if (readings.get(name) === reading) readings.delete(name);
      });
      return reading;
    };
    return {
      get: (key) => table.get(key),
      getMany: (keys) => table.getMany(keys),
      count: () => table.count(),
      async getAll() {
        const rows = await read();
        if ((await keyring.state()) !== 'unlocked') throw new LockedError();
        return [...rows];
      },
    };
  }

  return {
    tables: { ...tables, conversations: shared('conversations'), contacts: shared('contacts') },
    written(names) {
      for (const name of names) readings.delete(name);
    },
    forget: () => readings.clear(),
  };
}
