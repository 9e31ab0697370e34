import { displayText } from '../../../domain/display-text.ts';
import { contactKey } from '../../../domain/records/contact-record.ts';
import { ContractDeclinedError, InternalError } from '../../../errors/errors.ts';
import { acceptRequest } from '../../../relationships/accept-request.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { contractForSite, ownDid, peerForApproval } from '../../sites/site-contract.ts';
import { siteRequest } from '../../sites/site-request.ts';
import { holderOf, payloadOf } from './payload-of.ts';

/** Asks the person to accept a request of a peer this site was granted. */
export const acceptContract: PageHandler<'decentrl_acceptContract', App> = {
  async handle(app, call, { requestId }) {
    const request = await siteRequest(app, call, requestId);
    if (request.status === 'declined') throw new ContractDeclinedError();
    return askPerson({
      kind: 'acceptContract',
      view: {
        peer: await peerForApproval(app, request.identityIndex, request.peerDid),
        contractExpiresAt: request.signed.contract.expires_at,
        ...(request.note === null ? {} : { note: displayText(request.note) }),
      },
      payload: { requestId },
      identityIndexes: [request.identityIndex],
      durations: [],
    });
  },

  async perform(app, approval) {
    const { requestId } = payloadOf<{ requestId: string }>(approval);
    await acceptRequest(app, requestId);
    const request = await app.tables.requests.get(requestId);
    const contact =
      request === undefined
        ? undefined
        : await app.tables.contacts.get(contactKey(request.identityIndex, request.peerSigningKey));
    if (contact === undefined) throw new InternalError();
    const identity = await ownDid(app, contact.identityIndex);
    return contractForSite(app, holderOf(approval), { contact, identity });
  },
};
