import type { IdentityRow } from '../store/identities/find-identity.ts';
import type { ClientId } from '../store/replay/client-id.ts';

/** How the id of a deleted stored event is remembered. */
export function deletedId(owner: IdentityRow, id: string): ClientId {
  return { kind: 'deleted', signingKey: owner.signing_key, recipient: owner.did, id, content: '' };
}
