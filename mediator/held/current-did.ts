import type { BindingRow } from '../store/held/binding-row.ts';

/** The DID an identity answers under now: that of the binding, or where it moved. */
export function currentDid(row: BindingRow): string {
  return row.moved === null ? row.did : (JSON.parse(row.moved) as { new_did: string }).new_did;
}
