import { revokeRelationship } from '../../../relationships/revoke-relationship.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { contractForSite, peerForApproval, siteContact } from '../../sites/site-contract.ts';
import { holderOf, payloadOf } from './payload-of.ts';

/** Asks the person to end a relationship this site was granted. */
export const revokeContract: PageHandler<'decentrl_revokeContract', App> = {
  async handle(app, call, { contractId }) {
    const { contact } = await siteContact(app, call, contractId);
    return askPerson({
      kind: 'revokeContract',
      view: { peer: await peerForApproval(app, contact.identityIndex, contact.did) },
      payload: { contractId },
      identityIndexes: [contact.identityIndex],
      durations: [],
    });
  },

  async perform(app, approval) {
    const { contractId } = payloadOf<{ contractId: string }>(approval);
    const holder = holderOf(approval);
    const { contact } = await siteContact(app, holder, contractId);
    await revokeRelationship(app, contact.identityIndex, contact.signingKey);
    return contractForSite(app, holder, await siteContact(app, holder, contractId));
  },
};
