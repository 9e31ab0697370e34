import type { ClientId } from '../store/accepted-ids.ts';
import type { IdentityRow } from '../store/identities.ts';

/** How the id of a deleted stored event is remembered. */
export function deletedId(owner: IdentityRow, id: string): ClientId {
  return { kind: 'deleted', signingKey: owner.signing_key, recipient: owner.did, id, content: '' };
}
