import type { Contract } from '../../api/decentrl-rpc.ts';
import type { ApprovalView } from '../../api/popup/popup-rpc.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import { InvalidParamsError, UnauthorizedError } from '../../errors/errors.ts';
import { type ParsedDid, parseDid } from '../../protocol/did.ts';
import { fingerprint } from '../../protocol/fingerprint.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { newestFirst } from '../../relationships/live-contract.ts';
import { contactName } from '../../views/contact-name.ts';
import { contactStatus } from '../../views/contact-view.ts';
import type { App } from '../app/app.ts';
import { caveatStrings, scopeCovered, type Want } from '../permissions/caveats.ts';
import type { GrantHolder } from '../permissions/site-record.ts';

/** A relationship a site may act on: its contact, and the own identity it belongs to. */
export interface SiteContact {
  contact: ContactRecord;
  identity: string;
}

/** What a permission must cover for this relationship. */
export function wantOf({ contact, identity }: SiteContact): Want {
  return { identity, contractId: contact.conversationId, peers: [contact.did] };
}

/**
 * The relationship a site named, if it was granted. Throws the uniform UnauthorizedError for one that is not there as for
 * one that is not granted (`provider-api.md` *Errors*).
 */
export async function siteContact(app: App, holder: GrantHolder, contractId: string): Promise<SiteContact> {
  const row = await app.tables.conversations.get(contractId);
  const contact =
    row === undefined
      ? undefined
      : await app.tables.contacts.get(contactKey(row.identityIndex, row.peerSigningKey));
  if (contact === undefined) throw new UnauthorizedError();
  const found = { contact, identity: await ownDid(app, contact.identityIndex) };
  if (!(await app.grants.permits(holder, 'decentrl_contracts', wantOf(found)))) throw new UnauthorizedError();
  return found;
}

/** DID of an own identity. */
export async function ownDid(app: Pick<App, 'keyring'>, index: number): Promise<string> {
  const profiles = await app.keyring.profiles();
  return profiles.find((one) => one.index === index)?.did ?? '';
}

/** The indexes of the identities a site may know, in the order they were granted. */
export async function grantedIndexes(app: App, holder: GrantHolder): Promise<number[]> {
  const [dids, profiles] = await Promise.all([app.grants.identities(holder), app.keyring.profiles()]);
  return dids.flatMap((did) => profiles.filter((one) => one.did === did).map(({ index }) => index));
}

/** A relationship as one site may see it. */
export async function contractForSite(
  app: App,
  holder: GrantHolder,
  { contact, identity }: SiteContact,
): Promise<Contract> {
  const newest = [...(await contractsOf(app, contact))].sort(newestFirst)[0];
  const permissions = await app.grants.list(holder);
  const eventTypes = permissions
    .filter(({ parentCapability }) => parentCapability === 'decentrl_events')
    .filter(({ caveats }) => scopeCovered(caveats, wantOf({ contact, identity })))
    .flatMap(({ caveats }) => caveatStrings(caveats, 'eventTypes'));
  return {
    contractId: contact.conversationId,
    identity,
    peer: contact.did,
    status: contactStatus(contact, app.clock.now()),
    createdAt: newest?.signed.contract.timestamp ?? Math.floor(contact.createdAt / 1000),
    expiresAt: contact.activeUntil ?? contact.proposedUntil ?? 0,
    eventTypes: [...new Set(eventTypes)],
    purpose: contact.purposes?.[holder.origin] ?? null,
  };
}

/** The other side as an approval shows it. */
export async function peerForApproval(
  app: App,
  identityIndex: number,
  did: string,
): Promise<NonNullable<ApprovalView['request']['peer']>> {
  const peer = parsePeerDid(did);
  const { signingKeyMultibase: signingKey, alias } = peer;
  const contact = await app.tables.contacts.get(contactKey(identityIndex, signingKey));
  const known = contact !== undefined && contact.contractIds.length > 0 && contact.did === did;
  const name = contactName(known ? contact : { petname: null, alias, signingKey });
  return { did, name, fingerprint: fingerprint(peer.signingKey), known };
}

/** Parses a DID a site gave. Throws InvalidParamsError. */
export function parsePeerDid(did: string): ParsedDid {
  try {
    return parseDid(did);
  } catch (error) {
    if (error instanceof ProtocolError)
      throw new InvalidParamsError([{ path: 'peer', message: 'must be the DID of a person' }]);
    throw error;
  }
}
