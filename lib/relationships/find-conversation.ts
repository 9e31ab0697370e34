import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { ConversationRecord } from '../domain/records/conversation-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { hasPreContractHistory, isProvisional } from '../domain/records/request-id.ts';
import { NotFoundError } from '../errors/errors.ts';

/**
 * The contact behind a conversation. Its `conversationId` is the lasting one: a screen that was opened before the
 * contract may still ask by the provisional id. Throws NotFoundError.
 */
export async function findConversation(
  { tables }: Pick<Domain, 'tables'>,
  conversationId: string,
): Promise<ContactRecord> {
  const row = await tables.conversations.get(conversationId);
  if (row?.address !== undefined && row.peerSigningKey === '') return addressContact(row, row.address);
  if (row === undefined && hasPreContractHistory(conversationId))
    return earlyContact({ tables }, conversationId);
  const named = row ?? (await requestNamed({ tables }, conversationId));
  const contact =
    named === undefined
      ? undefined
      : await tables.contacts.get(contactKey(named.identityIndex, named.peerSigningKey));
  if (contact === undefined) throw new NotFoundError('This conversation is no longer there.');
  return contact;
}

/** A wallet address nobody answers for, in the place of a contact: it has neither DID nor key. */
export function addressContact(
  row: Pick<ConversationRecord, 'conversationId' | 'identityIndex' | 'lastAt'>,
  address: { chainId: number; address: string },
): ContactRecord {
  const nobody = { did: '', alias: null, signingKeyMultibase: '' };
  return { ...emptyContact(row.identityIndex, nobody, row.conversationId, row.lastAt), address };
}

/** Who answers now in a conversation that was begun by way of an address. */
async function earlyContact(
  { tables }: Pick<Domain, 'tables'>,
  conversationId: string,
): Promise<ContactRecord> {
  const contacts = await tables.contacts.getAll();
  const found = contacts.find(
    (one) => one.conversationId === conversationId || one.earlierIds?.includes(conversationId),
  );
  if (found === undefined) throw new NotFoundError('This conversation is no longer there.');
  return found;
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
