import { contactKey } from '../../../domain/records/contact-record.ts';
import { ContractRequiredError } from '../../../errors/errors.ts';
import { sendEvent as send } from '../../../messages/send-event.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { authorizeEvent } from '../../permissions/authorize-event.ts';
import { ownDid } from '../../sites/site-contract.ts';

/** Takes an event of a site for sending; answers when it is durable. */
export const sendEvent: PageHandler<'decentrl_sendEvent', App> = {
  async handle(app, call, params) {
    const { contractId, type, data, tags = [], ephemeral = false } = params;
    const row = await app.tables.conversations.get(contractId);
    const contact =
      row === undefined
        ? undefined
        : await app.tables.contacts.get(contactKey(row.identityIndex, row.peerSigningKey));
    await authorizeEvent(app, call, {
      contractId,
      eventType: type,
      direction: 'out',
      ...(contact === undefined
        ? {}
        : { peers: [contact.did], identity: await ownDid(app, contact.identityIndex) }),
    });
    if (contact === undefined) throw new ContractRequiredError();
    const { eventId } = await send(app, {
      identityIndex: contact.identityIndex,
      peerSigningKey: contact.signingKey,
      type,
      data,
      tags,
      ephemeral,
      origin: call.origin,
      // The relay asks again under the same id when the worker died before its answer arrived.
      idempotencyKey:
        params.idempotencyKey === undefined ? `call:${call.requestId}` : `page:${params.idempotencyKey}`,
      withoutContract: 'refuse',
    });
    return { eventId, state: 'queued' };
  },
};
