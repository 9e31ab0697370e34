import type { Tx } from '../database/schema.ts';

/** The signing key of a binding, by its row; undefined when there is none. */
export async function signingKeyOfBinding(tx: Tx, id: number | null): Promise<string | undefined> {
  const row = await tx
    .selectFrom('address_bindings')
    .select('signing_key')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.signing_key;
}
