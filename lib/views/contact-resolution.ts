import type { PopupRpc } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { type ParsedDid, parseDid } from '../protocol/did.ts';
import { fingerprint } from '../protocol/fingerprint.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { contactName, shortDid } from './contact-name.ts';
import { contactStatus, contactView, readContacts } from './contact-view.ts';
import { mediatorName } from './mediator-name.ts';

/** Says how a message to a DID, as typed, would travel, before anything is sent; asks nobody. */
export async function contactResolution(
  domain: Pick<Domain, 'keyring' | 'tables' | 'clock'>,
  did: string,
): Promise<PopupRpc['contact_resolve']['result']> {
  const peer = parsed(did.trim());
  if (peer === null) {
    return {
      contact: null,
      delivery: 'unreachable',
      name: '',
      fingerprint: '',
      mediatorName: '',
      conversationId: null,
      problem: 'This is not a complete DID. Copy it whole, from “did:decentrl:” to its end.',
    };
  }
  const { signingKeyMultibase: signingKey, alias } = peer;
  const [index, profiles, { contacts, looks }] = await Promise.all([
    domain.keyring.activeIndex(),
    domain.keyring.profiles(),
    readContacts(domain),
  ]);
  const about = {
    name: contactName({ petname: null, alias, signingKey }) || shortDid(signingKey),
    fingerprint: fingerprint(peer.signingKey),
    mediatorName: mediatorName(peer.mediatorDid),
  };
  if (profiles.some((own) => own.signingKey === signingKey)) {
    return {
      contact: null,
      delivery: 'self',
      conversationId: null,
      ...about,
      problem: 'This is your own DID.',
    };
  }
  const key = contactKey(index, signingKey);
  const known = contacts.find((one) => contactKey(one.identityIndex, one.signingKey) === key);
  if (known === undefined)
    return { contact: null, delivery: 'request', conversationId: null, ...about, problem: null };
  const now = domain.clock.now();
  const contact = contactView(known, looks, now);
  const hasConversation = (await domain.tables.conversations.get(known.conversationId)) !== undefined;
  const conversationId = hasConversation ? known.conversationId : null;
  const shown = { contact, ...about, conversationId, name: contact.name };
  if (known.contractIds.length > 0 && known.did !== peer.did) {
    const problem =
      'This person is known under another DID. Ask them by another way which one is theirs before you write.';
    return { ...shown, delivery: 'unreachable', problem };
  }
  if (known.blocked) {
    return { ...shown, delivery: 'unreachable', problem: 'You blocked this contact. Unblock it to write.' };
  }
  return { ...shown, delivery: contactStatus(known, now) === 'active' ? 'e2ee' : 'request', problem: null };
}

function parsed(did: string): ParsedDid | null {
  try {
    return parseDid(did);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
