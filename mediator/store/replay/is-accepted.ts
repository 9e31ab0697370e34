import type { Tx } from '../database/schema.ts';
import type { ClientId } from './client-id.ts';
import { findAcceptedId } from './find-accepted-id.ts';

/** Tells whether a client's id is remembered, whatever it stood for. */
export async function isAccepted(tx: Tx, id: ClientId): Promise<boolean> {
  return (await findAcceptedId(tx, id)) !== undefined;
}
