import { isProvisional } from '../contracts/request-id.ts';
import type { Domain } from '../events/domain.ts';
import { NotFoundError } from '../rpc/errors.ts';
import { type ContactRecord, contactKey } from './contact-record.ts';

/**
 * The contact behind a conversation. Its `conversationId` is the lasting one: a screen that was opened before the
 * contract may still ask by the provisional id. Throws NotFoundError.
 */
export async function findConversation(
  { tables }: Pick<Domain, 'tables'>,
  conversationId: string,
): Promise<ContactRecord> {
  const row = await tables.conversations.get(conversationId);
  const named = row ?? (await requestNamed({ tables }, conversationId));
  const contact =
    named === undefined
      ? undefined
      : await tables.contacts.get(contactKey(named.identityIndex, named.peerSigningKey));
  if (contact === undefined) throw new NotFoundError('This conversation is no longer there.');
  return contact;
}

async function requestNamed({ tables }: Pick<Domain, 'tables'>, conversationId: string) {
  if (!isProvisional(conversationId)) return undefined;
  return tables.requests.get(conversationId.slice('request:'.length));
}

/** A contact by signing key: of the active identity if it has one, else of any. Throws NotFoundError. */
export async function findContact(
  { tables, keyring }: Pick<Domain, 'tables' | 'keyring'>,
  signingKey: string,
): Promise<ContactRecord> {
  const [active, profiles] = await Promise.all([keyring.activeIndex(), keyring.profiles()]);
  const indexes = [active, ...profiles.map(({ index }) => index)];
  const found = await tables.contacts.getMany(indexes.map((index) => contactKey(index, signingKey)));
  const contact = found.find((one) => one !== undefined);
  if (contact === undefined) throw new NotFoundError('This contact is no longer there.');
  return contact;
}
