import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvent } from '../../../lib/messages/send-event.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { acceptRequest } from '../../../lib/relationships/accept-request.ts';
import { proposeContract } from '../../../lib/relationships/propose-contract.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

describe('two companions over two mediators', () => {
  let mediators: RunningMediator[];
  let alice: NodeCompanion;
  let bob: NodeCompanion;

  beforeAll(async () => {
    mediators = await Promise.all([startMediator(), startMediator()]);
    [alice, bob] = await Promise.all([nodeCompanion(), nodeCompanion()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([alice?.stop(), bob?.stop()]);
    await Promise.all(mediators.map((one) => one.stop()));
  });

  it('register, request, accept, write both ways', async () => {
    const aliceDid = await alice.begin('Alice', mediators[0]!.did);
    const bobDid = await bob.begin('Bob', mediators[1]!.did);
    const request = await proposeContract(alice.app, {
      identityIndex: 0,
      peerDid: bobDid,
      note: 'It is me',
      origin: null,
    });
    await alice.app.outbox.flush();
    await bob.sync();
    const waiting = await bob.app.tables.requests.getAll();
    expect(waiting).toMatchObject([{ requestId: request.requestId, status: 'requested', note: 'It is me' }]);

    const { conversationId } = await acceptRequest(bob.app, request.requestId);
    await bob.app.outbox.flush();
    await alice.sync();
    const [contact] = await alice.app.tables.contacts.getAll();
    expect(contact).toMatchObject({ did: bobDid, conversationId });

    const bobKey = parseDid(bobDid).signingKeyMultibase;
    const { eventId } = await sendEvent(alice.app, {
      identityIndex: 0,
      peerSigningKey: bobKey,
      type: 'chat.message',
      data: { content: 'Hello Bob' },
      tags: ['chat'],
      origin: null,
      withoutContract: 'wait',
    });
    await alice.app.outbox.flush();
    await bob.sync();
    const received = await bob.app.history.readConversation(conversationId, { limit: 10 });
    expect(received).toMatchObject([
      { cursor: 1, value: { eventId, direction: 'in', senderDid: aliceDid, data: { content: 'Hello Bob' } } },
    ]);
    await alice.sync();
    expect(await alice.app.tables.message_state.get(eventId)).toMatchObject({ state: 'delivered' });
  });
});
