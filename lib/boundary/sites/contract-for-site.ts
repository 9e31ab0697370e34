import type { Contract } from '../../api/decentrl-rpc.ts';
import { contactKey } from '../../domain/records/contact-record.ts';
import { InternalError } from '../../errors/errors.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { newestFirst } from '../../relationships/live-contract.ts';
import { contactStatus } from '../../views/contact-view.ts';
import { caveatStrings, scopeCovered } from '../permissions/caveats.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import { ownIdentity } from './own-identity.ts';
import { type Relationship, wantOf } from './relationship-of.ts';
import type { SiteApp } from './site-app.ts';

/** A relationship as one site may see it. Whether it may is decided before. */
export async function contractForSite(
  app: SiteApp,
  holder: GrantHolder,
  relationship: Relationship,
): Promise<Contract> {
  const { contact, identity } = relationship;
  const newest = [...(await contractsOf(app, contact))].sort(newestFirst)[0];
  const permissions = await app.grants.list(holder);
  const eventTypes = permissions
    .filter(({ parentCapability }) => parentCapability === 'decentrl_events')
    .filter(({ caveats }) => scopeCovered(caveats, wantOf(relationship)))
    .flatMap(({ caveats }) => caveatStrings(caveats, 'eventTypes'));
  return {
    contractId: contact.conversationId,
    identity: identity.did,
    peer: contact.did,
    status: contactStatus(contact, app.clock.now()),
    createdAt: newest?.signed.contract.timestamp ?? Math.floor(contact.createdAt / 1000),
    expiresAt: contact.activeUntil ?? contact.proposedUntil ?? 0,
    eventTypes: [...new Set(eventTypes)],
    purpose: contact.purposes?.[holder.origin] ?? null,
  };
}

/** The same of a peer, as it stands now. Throws InternalError where there is none. */
export async function contractWithPeer(
  app: SiteApp,
  holder: GrantHolder,
  { identityIndex, signingKey }: { identityIndex: number; signingKey: string },
): Promise<Contract> {
  const contact = await app.tables.contacts.get(contactKey(identityIndex, signingKey));
  if (contact === undefined) throw new InternalError();
  return contractForSite(app, holder, { contact, identity: await ownIdentity(app, identityIndex) });
}
