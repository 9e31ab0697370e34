import { expect, it } from 'vitest';
import type { NewOutboxRow } from '../../../lib/mediator-client/outbox/outbox-row.ts';
import { refused, sinkFixture } from './sink-fixture.ts';

it('own copies that wait unsealed outlive a mediator that anchors nothing any more', async () => {
  const fixture = await sinkFixture();
  const unsealed = [{ peerDid: 'did:decentrl:bob', envelope: { event: 'one' }, tags: ['chat'] }];
  const row: NewOutboxRow = {
    id: 'save:1',
    identityIndex: 0,
    mediatorDid: 'did:web:mediator.example',
    recipientDid: 'did:web:mediator.example',
    channel: 'DIRECT_AUTHENTICATED',
    payload: { type: 'SAVE_EVENTS', events: [], anchor: { room_id: 'ab'.repeat(32) } },
    unsealed,
    group: 'save',
  };
  const [stored] = await fixture.wait([row]);
  await fixture.settle([refused(stored, 'UNSUPPORTED_COMMAND')]);
  const [again] = await fixture.waitingRows();
  expect(again?.row).toMatchObject({ id: 'save:1', unsealed });
  expect(again?.row.payload).toEqual({ type: 'SAVE_EVENTS', events: [] });
});
