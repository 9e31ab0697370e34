import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

/** A contract as it is kept: the signed text and what it is found by. Parties are compared by signing key (protocol.md §2.5). */
export interface ContractRow {
  contract_id: string;
  requestor_did: string;
  requestor_key: string;
  recipient_did: string;
  recipient_key: string;
  requestor_encryption_public_key: string;
  signed_contract: string;
  timestamp: number;
  expires_at: number;
  stored_at: number;
  revoked_at: number | null;
}

const activeOfPair = prepareQuery<{ pair: string; now: number }, { contract_id: string }>((db, p) =>
  db
    .selectFrom('contracts')
    .select('contract_id')
    .where('pair', '=', p('pair'))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', p('now'))
    .limit(1),
);

/** Tells whether an unexpired, unrevoked contract of these two keys is stored here: the authority of `TWO_WAY_PRIVATE`. */
export async function pairIsActive(tx: Tx, a: string, b: string, now: number): Promise<boolean> {
  return (await activeOfPair(tx, { pair: pairOf(a, b), now })).length > 0;
}

/** Tells what is stored here of these two keys, expired or not: nothing, only revoked ones, or one that was not revoked. */
export async function pairHistory(tx: Tx, a: string, b: string): Promise<'none' | 'kept' | 'revoked'> {
  // Nulls sort first in an ascending index of SQLite, but not everywhere: so two questions.
  const ofPair = tx.selectFrom('contracts').select('contract_id').where('pair', '=', pairOf(a, b)).limit(1);
  if (await ofPair.where('revoked_at', 'is', null).executeTakeFirst()) return 'kept';
  return (await ofPair.executeTakeFirst()) ? 'revoked' : 'none';
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** The contract under an id, revoked or not. */
export async function findContract(tx: Tx, contractId: string): Promise<ContractRow | undefined> {
  return tx.selectFrom('contracts').selectAll().where('contract_id', '=', contractId).executeTakeFirst();
}

/** The one completion of a request that is stored here. */
export async function findCompletion(
  tx: Tx,
  requestorDid: string,
  requestorEncryptionPublicKey: string,
): Promise<ContractRow | undefined> {
  return tx
    .selectFrom('contracts')
    .selectAll()
    .where('requestor_did', '=', requestorDid)
    .where('requestor_encryption_public_key', '=', requestorEncryptionPublicKey)
    .executeTakeFirst();
}

/** Stores a contract whose request has no completion yet. */
export async function insertContract(tx: Tx, row: Omit<ContractRow, 'revoked_at'>): Promise<void> {
  const pair = pairOf(row.requestor_key, row.recipient_key);
  await tx
    .insertInto('contracts')
    .values({ ...row, pair, revoked_at: null })
    .execute();
}

/** How many contracts a key is a party of. */
export async function countContracts(tx: Tx, key: string): Promise<number> {
  const row = await tx
    .selectFrom('contracts')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where((e) => e.or([e('requestor_key', '=', key), e('recipient_key', '=', key)]))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Contracts a key is a party of, in order of id; revoked ones are not among them. */
export async function listContracts(
  tx: Tx,
  key: string,
  after: string,
  limit: number,
): Promise<{ contract_id: string; signed_contract: string }[]> {
  return tx
    .selectFrom('contracts')
    .select(['contract_id', 'signed_contract'])
    .where((e) => e.or([e('requestor_key', '=', key), e('recipient_key', '=', key)]))
    .where('revoked_at', 'is', null)
    .where('contract_id', '>', after)
    .orderBy('contract_id')
    .limit(limit)
    .execute();
}

/** Marks the completion of a request as revoked; a second time changes nothing. */
export async function revokeCompletion(
  tx: Tx,
  requestorDid: string,
  requestorEncryptionPublicKey: string,
  now: number,
): Promise<void> {
  await tx
    .updateTable('contracts')
    .set({ revoked_at: now })
    .where('requestor_did', '=', requestorDid)
    .where('requestor_encryption_public_key', '=', requestorEncryptionPublicKey)
    .where('revoked_at', 'is', null)
    .execute();
}

/** The latest end among the unrevoked contracts of a DID with the mediator; 0 without one. */
export async function registrationEnd(tx: Tx, did: string, mediatorDid: string): Promise<number> {
  const row = await tx
    .selectFrom('contracts')
    .select((e) => e.fn.max('expires_at').as('until'))
    .where('requestor_did', '=', did)
    .where('recipient_did', '=', mediatorDid)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.until ?? 0);
}
