import type { Domain } from '../../domain/domain.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import type { Want } from '../permissions/caveats.ts';
import type { IdentitySource, PublicIdentity } from '../permissions/granted-identities.ts';
import { ownIdentity } from './own-identity.ts';

/** A relationship: its contact, and the own identity it belongs to. */
export interface Relationship {
  contact: ContactRecord;
  identity: PublicIdentity;
}

/** The relationship of a conversation, or undefined. Nobody was asked yet whether a site may know of it. */
export async function relationshipOf(
  domain: Pick<Domain, 'tables'> & Pick<IdentitySource, 'keyring'>,
  conversationId: string,
): Promise<Relationship | undefined> {
  const row = await domain.tables.conversations.get(conversationId);
  if (row === undefined) return undefined;
  const contact = await domain.tables.contacts.get(contactKey(row.identityIndex, row.peerSigningKey));
  if (contact === undefined) return undefined;
  return { contact, identity: await ownIdentity(domain, contact.identityIndex) };
}

/** What a permission must cover for this relationship. */
export function wantOf({ contact, identity }: Relationship): Want & { conversationId: string } {
  return { identity: identity.did, conversationId: contact.conversationId, peers: [contact.did] };
}
