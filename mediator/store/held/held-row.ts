import type { Selectable } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** A message that is or was held. */
export type HeldRow = Selectable<Schema['held_messages']>;
