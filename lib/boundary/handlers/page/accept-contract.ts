import * as v from 'valibot';
import { displayText } from '../../../domain/display-text.ts';
import { ContractDeclinedError } from '../../../errors/errors.ts';
import { acceptRequest } from '../../../relationships/accept-request.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { peerForApproval } from '../../sites/peer-for-approval.ts';
import { request } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { id } from '../params/shared.ts';

/** Asks the person to accept a request of a peer this site was granted. */
export const acceptContract = pageMethod('decentrl_acceptContract', {
  params: v.object({ requestId: id }),
  scope: request((p) => p.requestId),

  async handle(app, { request: { identityIndex, peerDid, status, signed, note } }) {
    if (status === 'declined') throw new ContractDeclinedError();
    return askPerson({
      kind: 'acceptContract',
      view: {
        peer: await act(app, peerForApproval, identityIndex, peerDid),
        contractExpiresAt: signed.contract.expires_at,
        ...(note === null ? {} : { note: displayText(note) }),
      },
      identityIndexes: [identityIndex],
      durations: [],
    });
  },

  async perform(app, { request: { requestId }, contract }) {
    await act(app, acceptRequest, requestId);
    return contract();
  },
});
