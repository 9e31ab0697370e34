import type { Tx } from '../database/schema.ts';

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
