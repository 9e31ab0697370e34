import type { Contract } from '../../api/decentrl-rpc.ts';
import { isProvisional } from '../../domain/records/request-id.ts';
import { openRequests } from '../../views/request-view.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import { contractForSite } from './contract-for-site.ts';
import { ownIdentity } from './own-identity.ts';
import { wantOf } from './relationship-of.ts';
import type { SiteApp } from './site-app.ts';

/** The relationships and open requests a site was granted; without a contract yet, `contractId` is the request's id. */
export async function visibleContracts(app: SiteApp, holder: GrantHolder): Promise<Contract[]> {
  return [...(await relationships(app, holder)), ...(await requests(app, holder))];
}

async function relationships(app: SiteApp, holder: GrantHolder): Promise<Contract[]> {
  const visible: Contract[] = [];
  for (const contact of await app.tables.contacts.getAll()) {
    const found = { contact, identity: await ownIdentity(app, contact.identityIndex) };
    // One that was only blocked was never agreed on.
    if (contact.contractIds.length === 0 && contact.proposedUntil === null) continue;
    if (!(await app.grants.permits(holder, 'decentrl_contracts', wantOf(found)))) continue;
    const contract = await contractForSite(app, holder, found);
    const { contractId } = contract;
    visible.push({
      ...contract,
      contractId: isProvisional(contractId) ? contractId.slice('request:'.length) : contractId,
    });
  }
  return visible;
}

async function requests(app: SiteApp, holder: GrantHolder): Promise<Contract[]> {
  const visible: Contract[] = [];
  for (const { identityIndex, peerDid, requestId, signed } of await openRequests(app)) {
    const { did } = await ownIdentity(app, identityIndex);
    const want = { identity: did, peers: [peerDid] };
    if (!(await app.grants.permits(holder, 'decentrl_contracts', want))) continue;
    visible.push({
      contractId: requestId,
      identity: did,
      peer: peerDid,
      status: 'requested',
      createdAt: signed.contract.timestamp,
      expiresAt: signed.contract.expires_at,
      eventTypes: [],
      purpose: null,
    });
  }
  return visible;
}
