import type { IdentityRow } from '../store/identities/identities.ts';
import type { ClientId } from '../store/replay/accepted-ids.ts';

/** How the id of a deleted stored event is remembered. */
export function deletedId(owner: IdentityRow, id: string): ClientId {
  return { kind: 'deleted', signingKey: owner.signing_key, recipient: owner.did, id, content: '' };
}
