import { personas } from '../support/personas.ts';
import { everyCommand } from './every-command.ts';
import { sendEvent } from './opaque-event.ts';
import type { Scenario } from './scenario-file.ts';
import { ref, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { baseTime } = personas;
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const EMPTY = { pending_events: [], next_cursor: null };

/** When a nonce is burnt, and what comes of using it again. */
export async function nonceScenarios(stage: Stage): Promise<Scenario[]> {
  const commands = await everyCommand(stage);
  // What a mediator may leave out it refuses as unknown.
  const everything = ['SEND_EVENTS', 'UPDATE_EVENT_TAGS', 'public events'];
  return [
    {
      name: 'a nonce belongs to its sender',
      conversation: {
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', INBOX, EMPTY, { nonce: 'nonce-of-all-001' })
          .ask('bob', 'mediator', INBOX, EMPTY, { nonce: 'nonce-of-all-001' }).steps,
      },
    },
    {
      name: 'every command, with a nonce that was used',
      refusal: {
        code: 'NONCE_REUSED',
        why: 'A nonce is good once, whatever comes with it, also when the clock went on.',
      },
      conversation: {
        needs: everything,
        parts: [PART.alice, PART.bob],
        steps: (() => {
          const nonce = 'nonce-used-00001';
          const steps = script()
            .ask('alice', 'mediator', INBOX, EMPTY, { nonce })
            .ask('bob', 'mediator', INBOX, EMPTY, { nonce });
          for (const { as, recipient, payload } of commands)
            steps.refused(as, recipient, payload, 'NONCE_REUSED', { nonce });
          return steps.steps;
        })(),
      },
    },
    {
      name: 'the same bytes again',
      refusal: {
        code: 'NONCE_REUSED',
        why: 'A replay has no effect, after a success as after a refusal by the effect; then its time is over.',
      },
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'bob', sendEvent('event-1'), { event_id: 'event-1' })
          .again('NONCE_REUSED')
          .refused('alice', 'bob', sendEvent('event-1', 'other'), 'ID_CONFLICT')
          .again('NONCE_REUSED')
          .refused('carol', 'mediator', INBOX, 'NOT_REGISTERED')
          .again('NONCE_REUSED')
          .refused('alice', 'carol', sendEvent('event-1'), 'RECIPIENT_NOT_REGISTERED')
          .again('NONCE_REUSED')
          .at(300)
          .again('NONCE_REUSED')
          .at(400)
          .again('TIMESTAMP_OUT_OF_RANGE').steps,
      },
    },
    {
      name: 'a nonce that was refused before it was burnt',
      refusal: {
        code: 'INVALID_SIGNATURE',
        why: 'Nobody burns the nonce of another, and what never reached the effect burns none.',
      },
      conversation: {
        parts: [PART.alice],
        steps: (() => {
          const nonce = 'nonce-spared-001';
          return script()
            .refused('alice', 'mediator', INBOX, 'INVALID_SIGNATURE', { nonce, signed_by: 'carol' })
            .refused('alice', 'mediator', INBOX, 'TIMESTAMP_OUT_OF_RANGE', {
              nonce,
              timestamp: (baseTime - 300) * 1000,
            })
            .refused('alice', 'mediator', { ...INBOX, limit: 0 }, 'INVALID_COMMAND', { nonce })
            .refused('alice', 'did:web:elsewhere.example', INBOX, 'RECIPIENT_NOT_REGISTERED', { nonce })
            .refused('alice', 'mediator', sendEvent('event-1'), 'INVALID_COMMAND', { nonce })
            .refused(
              'alice',
              'mediator',
              { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: ref('alice') },
              'COMMUNICATION_CONTRACT_NOT_VALID',
              { nonce },
            )
            .ask('alice', 'mediator', INBOX, EMPTY, { nonce })
            .refused('alice', 'mediator', INBOX, 'NONCE_REUSED', { nonce }).steps;
        })(),
      },
    },
  ];
}
