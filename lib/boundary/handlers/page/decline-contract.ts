import { declineRequest } from '../../../relationships/decline-request.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { peerForApproval } from '../../sites/site-contract.ts';
import { siteRequest } from '../../sites/site-request.ts';
import { payloadOf } from './payload-of.ts';

/** Asks the person to decline a request of a peer this site was granted. */
export const declineContract: PageHandler<'decentrl_declineContract', App> = {
  async handle(app, call, { requestId }) {
    const { identityIndex, peerDid } = await siteRequest(app, call, requestId);
    return askPerson({
      kind: 'declineContract',
      view: { peer: await peerForApproval(app, identityIndex, peerDid) },
      payload: { requestId },
      identityIndexes: [identityIndex],
      durations: [],
    });
  },

  async perform(app, approval) {
    const { requestId } = payloadOf<{ requestId: string }>(approval);
    await declineRequest(app, requestId);
    return null;
  },
};
