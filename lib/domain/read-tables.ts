import type { SealedTable } from '../store/sealed-table.ts';
import type { TableName, TableValues } from './tables.ts';

/** What may be read of one table. */
export type ReadTable<T> = Pick<SealedTable<T>, 'get' | 'getMany' | 'getAll' | 'count'>;

/** Every sealed table of the domain, to be read; only a change writes them. */
export type ReadTables = { readonly [N in TableName]: ReadTable<TableValues[N]> };
