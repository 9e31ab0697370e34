import * as v from 'valibot';
import { hex, randomBytes } from '../crypto/bytes.ts';
import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { OpenedOwnEvent } from '../envelopes/open-own-event.ts';
import { ownRecordRow } from '../envelopes/own-record.ts';
import { AnchorUnavailableError } from '../errors/errors.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { ownRoomId } from '../protocol/room.ts';
import { RESERVED } from '../protocol/wire.ts';

const SECRET_BYTES = 32;
const recordSchema = v.object({
  signing_key: v.pipe(v.string(), v.maxLength(128)),
  secret: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});

/**
 * Lists the own stored events of a conversation in anchored index files from now on, or no longer. The room's 32 secret
 * bytes are kept among the own events, so that every device lists under the same room and nobody else can tell whose it
 * is (address-messaging.md §4.2, T-83). Throws AnchorUnavailableError when the own mediator anchors nothing.
 */
export async function setAnchoring(
  domain: ConnectedDomain,
  contact: ContactRecord,
  on: boolean,
): Promise<void> {
  const keys = await domain.keyring.identity(contact.identityIndex);
  if (on && (await domain.directory.resolve(keys.did.mediatorDid)).anchor === null) {
    throw new AnchorUnavailableError('Your mediator does not anchor anything.');
  }
  await change(domain, async (tx) => {
    const known = await tx.tables.contacts.get(contactKey(contact.identityIndex, contact.signingKey));
    if (known === undefined || on === (known.anchorRoom !== undefined)) return;
    const secret = on ? hex(randomBytes(SECRET_BYTES)) : null;
    const now = tx.clock.now();
    const row = await ownRecordRow(keys, RESERVED.room, { signing_key: known.signingKey, secret }, now);
    tx.put('contacts', withRoom(known, secret, now));
    tx.send(row);
    tx.after(() => tx.changes.popup('conversations', `conversation:${known.conversationId}`));
  });
}

function withRoom(contact: ContactRecord, secret: string | null, now: number): ContactRecord {
  const { anchorRoom: _, ...without } = contact;
  if (secret === null) return without;
  return { ...without, anchorRoom: { roomId: ownRoomId(secret), since: now } };
}

/** Takes over what another device of ours decided, or this one before a restore; the last decision counts. */
export async function importAnchorRooms(
  domain: Domain,
  keys: IdentityKeys,
  events: readonly OpenedOwnEvent[],
): Promise<void> {
  for (const { stored, event } of events) {
    if (stored.meta.direction !== 'self' || event.type !== RESERVED.room) continue;
    if (!v.is(recordSchema, event.data)) continue;
    const { signing_key, secret } = event.data;
    await change(domain, async (tx) => {
      const contact = await tx.tables.contacts.get(contactKey(keys.index, signing_key));
      if (contact === undefined) return;
      const after = withRoom(contact, secret, stored.meta.timestamp * 1000);
      if (after.anchorRoom?.roomId !== contact.anchorRoom?.roomId) tx.put('contacts', after);
    });
  }
}
