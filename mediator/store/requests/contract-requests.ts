import type { Tx } from '../database/schema.ts';

/** A contract request that waits for its recipient; the mediator cannot open it. */
export interface PendingRequest {
  id: string;
  sender_did: string;
  encrypted_request: string;
  requestor_ephemeral_public_key: string;
  created_at: number;
}

/** Puts a request into the recipient's tray. */
export async function insertRequest(tx: Tx, identityId: number, request: PendingRequest): Promise<void> {
  await tx
    .insertInto('contract_requests')
    .values({ identity_id: identityId, ...request })
    .execute();
}

/** How many requests wait unanswered. */
export async function countRequests(tx: Tx, identityId: number): Promise<number> {
  const row = await tx
    .selectFrom('contract_requests')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('identity_id', '=', identityId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Requests after a place in the tray, oldest first. */
export async function listRequests(
  tx: Tx,
  identityId: number,
  after: number,
  limit: number,
): Promise<(PendingRequest & { seq: number })[]> {
  return tx
    .selectFrom('contract_requests')
    .select(['id', 'seq', 'sender_did', 'encrypted_request', 'requestor_ephemeral_public_key', 'created_at'])
    .where('identity_id', '=', identityId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** Removes requests of this tray; gives the ids that were there. */
export async function removeRequests(tx: Tx, identityId: number, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .deleteFrom('contract_requests')
    .where('identity_id', '=', identityId)
    .where('id', 'in', ids)
    .returning('id')
    .execute();
  const removed = new Set(rows.map((row) => row.id));
  return ids.filter((id) => removed.delete(id));
}

/** Takes a withdrawn request out of whatever tray it waits in; gives the identities whose tray changed. */
export async function withdrawRequest(tx: Tx, senderDid: string, ephemeral: string): Promise<number[]> {
  const rows = await tx
    .deleteFrom('contract_requests')
    .where('sender_did', '=', senderDid)
    .where('requestor_ephemeral_public_key', '=', ephemeral)
    .returning('identity_id')
    .execute();
  return rows.map((row) => row.identity_id);
}

/** Counts a stranger's requests since a time, so that the limits hold across restarts. */
export async function countLogged(tx: Tx, senderKey: string, since: number): Promise<number> {
  const row = await tx
    .selectFrom('request_log')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('sender_key', '=', senderKey)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** When the n-th newest logged request since a time came: the one whose ageing makes room. */
export async function nthNewestLogged(
  tx: Tx,
  senderKey: string,
  since: number,
  n: number,
): Promise<number | null> {
  const row = await tx
    .selectFrom('request_log')
    .select('created_at')
    .where('sender_key', '=', senderKey)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .offset(n - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

/** Remembers that a stranger made a request. */
export async function logRequest(tx: Tx, senderKey: string, now: number): Promise<void> {
  await tx.insertInto('request_log').values({ sender_key: senderKey, created_at: now }).execute();
}
