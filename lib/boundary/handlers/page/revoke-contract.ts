import { revokeRelationship } from '../../../relationships/revoke-relationship.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { peerForApproval } from '../../sites/peer-for-approval.ts';
import { relationship } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { contractId } from '../params/shared.ts';

/** Asks the person to end a relationship this site was granted. */
export const revokeContract = pageMethod('decentrl_revokeContract', {
  params: contractId,
  scope: relationship((p) => p.conversationId),

  async handle(app, { contact: { identityIndex, did } }) {
    return askPerson({
      kind: 'revokeContract',
      view: { peer: await act(app, peerForApproval, identityIndex, did) },
      identityIndexes: [identityIndex],
      durations: [],
    });
  },

  async perform(app, { contact: { identityIndex, signingKey }, contract }) {
    await act(app, revokeRelationship, identityIndex, signingKey);
    return contract();
  },
});
