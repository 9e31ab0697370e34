import type { ContractStatus } from '../api/decentrl-rpc.ts';
import type { ContactView } from '../api/popup/popup-rpc.ts';
import { decodeSigningKey } from '../crypto/multikey.ts';
import { displayLine } from '../domain/display-text.ts';
import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import { parseDid } from '../protocol/did.ts';
import { fingerprint } from '../protocol/fingerprint.ts';
import { checksumAddress } from '../wallets/checksum-address.ts';
import { confusableSkeleton } from './confusable-skeleton.ts';
import { contactName, shortAddress } from './contact-name.ts';
import { mediatorName } from './mediator-name.ts';

/** Where the relationship stands at `now` (milliseconds). */
export function contactStatus(contact: ContactRecord, now: number): ContractStatus {
  if (contact.revokedAt !== null) return 'revoked';
  if (contact.activeUntil !== null && contact.activeUntil * 1000 > now) return 'active';
  if (contact.proposedUntil !== null && contact.proposedUntil * 1000 > now) return 'proposed';
  // Begun by way of a wallet address: the contract is what both wait for.
  if (contact.activeUntil === null && contact.proposedUntil === null) return 'proposed';
  return 'expired';
}

/** How many contacts have each look of a name: more than one is ambiguous. */
export type NameLooks = ReadonlyMap<string, number>;

/** Counts the looks of all names, of each contact its petname or alias and the alias itself (`security.md` T-74). */
export function nameLooks(contacts: readonly ContactRecord[]): NameLooks {
  const looks = new Map<string, number>();
  for (const contact of contacts) {
    for (const look of looksOf(contact)) looks.set(look, (looks.get(look) ?? 0) + 1);
  }
  return looks;
}

function looksOf({ petname, alias }: Pick<ContactRecord, 'petname' | 'alias'>): Set<string> {
  const names = [petname, alias].filter((name) => name !== null);
  return new Set(names.map(confusableSkeleton).filter((look) => look !== ''));
}

/** Tells whether another contact (`own` of them are oneself) has a name that looks like one of these. */
export function isAmbiguous(
  looks: NameLooks,
  named: Pick<ContactRecord, 'petname' | 'alias'>,
  own: 0 | 1,
): boolean {
  return [...looksOf(named)].some((look) => (looks.get(look) ?? 0) > own);
}

/** True for a wallet address nobody answers for (`addressContact`). */
export function isNobody({ signingKey }: Pick<ContactRecord, 'signingKey'>): boolean {
  return signingKey === '';
}

/** A contact as the popup shows it; every text from outside is made safe to show. */
export function contactView(contact: ContactRecord, looks: NameLooks, now: number): ContactView {
  return {
    identityIndex: contact.identityIndex,
    signingKey: contact.signingKey,
    did: contact.did,
    alias: contact.alias === null ? null : displayLine(contact.alias, 64),
    petname: contact.petname,
    name: isNobody(contact)
      ? shortAddress(checksumAddress(contact.address?.address ?? '0x'))
      : contactName(contact),
    fingerprint: isNobody(contact) ? '' : fingerprint(decodeSigningKey(contact.signingKey)),
    verified: contact.verified,
    blocked: contact.blocked,
    muted: contact.muted ?? false,
    ambiguous: isAmbiguous(looks, contact, 1),
    changedDid: contact.changedDid,
    mediatorName: isNobody(contact) ? '' : mediatorName(parseDid(contact.did).mediatorDid),
    status: contactStatus(contact, now),
    expiresAt: contact.activeUntil ?? contact.proposedUntil,
    address: contact.address?.address ?? null,
  };
}

/** All contacts of the domain with what is needed to show any of them. */
export async function readContacts(
  domain: Pick<Domain, 'tables'>,
): Promise<{ contacts: ContactRecord[]; looks: NameLooks }> {
  const contacts = await domain.tables.contacts.getAll();
  return { contacts, looks: nameLooks(contacts) };
}
