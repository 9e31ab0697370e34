import type { ReadTable, ReadTables } from './read-tables.ts';
import { ROW_KEYS, type TableName, type Tables, type TableValues } from './tables.ts';

/** What one change puts into a table and removes from it, by key; null is a removal. */
export type TableChanges<T> = ReadonlyMap<string, T | null>;

/** The tables as they will be: the disk, overlaid with `changesOf` each table. */
export function overlayTables(
  stored: Tables,
  changesOf: <N extends TableName>(table: N) => TableChanges<TableValues[N]> | undefined,
): ReadTables {
  const names = Object.keys(ROW_KEYS) as TableName[];
  // Each name is given its own table's values; the compiler cannot follow that through a list of names.
  return Object.fromEntries(
    names.map((name) => [name, overlay(stored, name, () => changesOf(name))]),
  ) as unknown as ReadTables;
}

function overlay<N extends TableName>(
  tables: Tables,
  name: N,
  changes: () => TableChanges<TableValues[N]> | undefined,
): ReadTable<TableValues[N]> {
  const stored: ReadTable<TableValues[N]> = tables[name];
  const keyOf: (value: TableValues[N]) => string = ROW_KEYS[name];
  return {
    async get(key) {
      const own = changes()?.get(key);
      return own === undefined ? stored.get(key) : (own ?? undefined);
    },
    async getMany(keys) {
      const own = changes();
      if (own === undefined) return stored.getMany(keys);
      const others = keys.filter((key) => !own.has(key));
      const found = await stored.getMany(others);
      const byKey = new Map(others.map((key, at) => [key, found[at]]));
      return keys.map((key) => (own.has(key) ? (own.get(key) ?? undefined) : byKey.get(key)));
    },
    async getAll() {
      const own = changes();
      const all = await stored.getAll();
      if (own === undefined) return all;
      const kept = all.filter((value) => !own.has(keyOf(value)));
      return [...kept, ...[...own.values()].filter((value) => value !== null)];
    },
    async count() {
      const own = changes();
      let count = await stored.count();
      if (own === undefined) return count;
      const before = await stored.getMany([...own.keys()]);
      for (const [at, value] of [...own.values()].entries()) {
        count += Number(value !== null) - Number(before[at] !== undefined);
      }
      return count;
    },
  };
}
