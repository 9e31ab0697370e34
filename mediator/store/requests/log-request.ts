import type { Tx } from '../database/schema.ts';

/** Remembers that a stranger made a request. */
export async function logRequest(tx: Tx, senderKey: string, now: number): Promise<void> {
  await tx.insertInto('request_log').values({ sender_key: senderKey, created_at: now }).execute();
}
