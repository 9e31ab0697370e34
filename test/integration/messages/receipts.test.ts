import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change } from '../../../lib/domain/change.ts';
import { envelopeEvent } from '../../../lib/envelopes/envelope-event.ts';
import { newEventId } from '../../../lib/protocol/envelope.ts';
import { RESERVED } from '../../../lib/protocol/wire.ts';
import { type Pair, pair, say } from '../../support/companion-pair.ts';

describe('receipts', () => {
  let p: Pair;
  beforeAll(async () => {
    p = await pair();
  }, 60_000);
  afterAll(() => p?.stop());

  /** Bob says these states of a message in this order, in one delivery. */
  async function receipts(eventId: string, states: readonly ('delivered' | 'read')[]): Promise<void> {
    const { bob, conversation } = p;
    await change(bob.app, async (tx) => {
      const keys = await tx.keyring.identity(0);
      const [contract] = await tx.tables.contracts.getAll();
      for (const state of states) {
        await envelopeEvent(
          tx,
          { keys, contract: contract! },
          {
            eventId: newEventId(),
            type: RESERVED.receipt,
            data: { ids: [eventId], state },
            tags: [],
            ephemeral: true,
            ownCopy: false,
            conversationId: conversation.bob,
          },
        );
      }
    });
    await bob.app.outbox.flush();
  }

  it.each([
    [['read', 'delivered'], 'read'],
    [['delivered', 'read', 'delivered'], 'read'],
    [['read', 'read'], 'read'],
    [['delivered', 'delivered'], 'delivered'],
  ] as const)('that come as %j in one batch leave the message %s', async (states, expected) => {
    const { alice, bobKey } = p;
    const { eventId } = await say(alice, bobKey, 'did you see this?');
    await alice.app.outbox.flush();
    await receipts(eventId, states);
    await alice.sync();
    expect(await alice.app.tables.message_state.get(eventId)).toMatchObject({ state: expected });
  });
});
