import type { Tx } from '../database/schema.ts';

/** How many contracts a key is a party of. */
export async function countContracts(tx: Tx, key: string): Promise<number> {
  const row = await tx
    .selectFrom('contracts')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where((e) => e.or([e('requestor_key', '=', key), e('recipient_key', '=', key)]))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
