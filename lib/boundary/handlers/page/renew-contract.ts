import { ContractRevokedError } from '../../../errors/errors.ts';
import { LIMITS } from '../../../protocol/wire.ts';
import { proposeContract } from '../../../relationships/propose-contract.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { contractForSite, peerForApproval, siteContact } from '../../sites/site-contract.ts';
import { holderOf, payloadOf } from './payload-of.ts';

/** Asks the person to propose a successor, as long as the longest they approved for this relationship. */
export const renewContract: PageHandler<'decentrl_renewContract', App> = {
  async handle(app, call, { contractId }) {
    const { contact } = await siteContact(app, call, contractId);
    if (contact.revokedAt !== null) throw new ContractRevokedError();
    const contractExpiresAt =
      Math.floor(app.clock.now() / 1000) + (contact.maxLifetime || LIMITS.defaultLifetime);
    return askPerson({
      kind: 'renewContract',
      view: { peer: await peerForApproval(app, contact.identityIndex, contact.did), contractExpiresAt },
      payload: { contractId, contractExpiresAt },
      identityIndexes: [contact.identityIndex],
      durations: [],
    });
  },

  async perform(app, approval) {
    const payload = payloadOf<{ contractId: string; contractExpiresAt: number }>(approval);
    const holder = holderOf(approval);
    const { contact } = await siteContact(app, holder, payload.contractId);
    if (contact.revokedAt !== null) throw new ContractRevokedError();
    // Joined when it was made before the worker died.
    await proposeContract(app, {
      identityIndex: contact.identityIndex,
      peerDid: contact.did,
      expiresAt: payload.contractExpiresAt,
      origin: approval.origin,
    });
    return contractForSite(app, holder, await siteContact(app, holder, payload.contractId));
  },
};
