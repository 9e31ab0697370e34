import * as v from 'valibot';
import { declineRequest } from '../../../relationships/decline-request.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { peerForApproval } from '../../sites/peer-for-approval.ts';
import { request } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { id } from '../params/shared.ts';

/** Asks the person to decline a request of a peer this site was granted. */
export const declineContract = pageMethod('decentrl_declineContract', {
  params: v.object({ requestId: id }),
  scope: request((p) => p.requestId),

  async handle(app, { request: { identityIndex, peerDid } }) {
    return askPerson({
      kind: 'declineContract',
      view: { peer: await act(app, peerForApproval, identityIndex, peerDid) },
      identityIndexes: [identityIndex],
      durations: [],
    });
  },

  async perform(app, { request: { requestId } }) {
    await act(app, declineRequest, requestId);
    return null;
  },
});
