import { nowSeconds } from '../../../domain/now-seconds.ts';
import { ContractRevokedError } from '../../../errors/errors.ts';
import { LIMITS } from '../../../protocol/wire.ts';
import { proposeContract } from '../../../relationships/propose-contract.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { peerForApproval } from '../../sites/peer-for-approval.ts';
import { relationship } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { contractId } from '../params/shared.ts';
import { payloadOf } from './payload-of.ts';

/** Asks the person to propose a successor, as long as the longest they approved for this relationship. */
export const renewContract = pageMethod('decentrl_renewContract', {
  params: contractId,
  scope: relationship((p) => p.conversationId),

  async handle(app, { contact: { identityIndex, did, revokedAt, maxLifetime } }) {
    if (revokedAt !== null) throw new ContractRevokedError();
    const contractExpiresAt = nowSeconds(app) + (maxLifetime || LIMITS.defaultLifetime);
    return askPerson({
      kind: 'renewContract',
      view: { peer: await act(app, peerForApproval, identityIndex, did), contractExpiresAt },
      payload: { contractExpiresAt },
      identityIndexes: [identityIndex],
      durations: [],
    });
  },

  async perform(app, { contact: { identityIndex, did, revokedAt }, contract, origin }, approval) {
    if (revokedAt !== null) throw new ContractRevokedError();
    const { contractExpiresAt: expiresAt } = payloadOf<{ contractExpiresAt: number }>(approval);
    // Joined when it was made before the worker died.
    await act(app, proposeContract, { identityIndex, peerDid: did, expiresAt, origin });
    return contract();
  },
});
