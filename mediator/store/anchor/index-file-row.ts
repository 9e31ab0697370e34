import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** An index file and how far its anchor is. */
export type IndexFileRow = Selectable<Schema['index_files']>;
