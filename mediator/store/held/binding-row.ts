import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** A binding as it is stored, open or closed. */
export type BindingRow = Selectable<Schema['address_bindings']>;
