import type { Contract } from '../../../api/decentrl-rpc.ts';
import { isProvisional } from '../../../domain/records/request-id.ts';
import { openRequests } from '../../../views/request-view.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import type { GrantHolder } from '../../permissions/site-record.ts';
import { contractForSite, ownDid, wantOf } from '../../sites/site-contract.ts';

/** The relationships and open requests this origin opened or was granted, oldest first; without a contract yet, `contractId` is the request's id. */
export const getContracts: PageHandler<'decentrl_getContracts', App> = {
  async handle(app, call, params) {
    const { status, peer, cursor = 0, limit = 100 } = params ?? {};
    const all = [...(await relationships(app, call)), ...(await requests(app, call))]
      .filter(
        (one) => (status === undefined || one.status === status) && (peer === undefined || one.peer === peer),
      )
      .sort((a, b) => a.createdAt - b.createdAt || (a.contractId < b.contractId ? -1 : 1));
    const items = all.slice(cursor, cursor + limit);
    const next = cursor + items.length;
    return { items, nextCursor: next < all.length ? next : null };
  },
};

async function relationships(app: App, holder: GrantHolder): Promise<Contract[]> {
  const contacts = await app.tables.contacts.getAll();
  const visible: Contract[] = [];
  for (const contact of contacts) {
    const found = { contact, identity: await ownDid(app, contact.identityIndex) };
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

async function requests(app: App, holder: GrantHolder): Promise<Contract[]> {
  const visible: Contract[] = [];
  for (const { identityIndex, peerDid, requestId, signed } of await openRequests(app)) {
    const identity = await ownDid(app, identityIndex);
    if (!(await app.grants.permits(holder, 'decentrl_contracts', { identity, peers: [peerDid] }))) continue;
    visible.push({
      contractId: requestId,
      identity,
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
