import type { ErrorCode } from '../../../lib/protocol/error-codes.ts';
import { signPublicEvent } from '../../../lib/protocol/public-event.ts';
import { personas } from '../support/personas.ts';
import { eventOf, ownEvent, sendEvent, sendEvents } from './opaque-event.ts';
import type { Person } from './people.ts';
import type { AnyPayload } from './script.ts';
import type { Stage } from './stage.ts';

/** A command of every base type that is right in itself: who sends it to whom. */
export interface AnyCommand {
  as: Person;
  recipient: Person | 'mediator';
  payload: AnyPayload;
  /** What somebody gets who is not registered, with nobody else being. Null: that is what the command is for. */
  unregistered: ErrorCode | null;
  needs?: string;
}

/** One of each. */
export async function everyCommand(stage: Stage): Promise<AnyCommand[]> {
  const { alice, baseTime } = personas;
  const pair = await stage.agreement('alice_bob', 'alice', 'bob');
  const { payload: registration } = await stage.registration('alice', 'alice');
  const { publisher_did: _, ...published } = await signPublicEvent(
    { publisher_did: alice.did, channel_id: 'board', event: '{}', tags: [], timestamp: baseTime },
    alice.signer,
  );
  const own = (payload: AnyPayload, needs?: string): AnyCommand => ({
    as: 'alice',
    recipient: 'mediator',
    payload,
    unregistered: 'NOT_REGISTERED',
    ...(needs === undefined ? {} : { needs }),
  });
  const toBob = (payload: AnyPayload, needs?: string): AnyCommand => ({
    ...own(payload, needs),
    recipient: 'bob',
    unregistered: 'RECIPIENT_NOT_REGISTERED',
  });
  return [
    { ...own(registration), unregistered: null },
    toBob(await stage.requesting('alice_1', 'alice', 'bob')),
    { ...toBob(pair.respond), as: 'bob', recipient: 'alice' },
    own({ type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS' }),
    own({ type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS', request_ids: ['a'] }),
    own(pair.save),
    own({ type: 'QUERY_COMMUNICATION_CONTRACTS' }),
    own(pair.revoke),
    { ...own({ type: 'FIND_IDENTITIES' }), unregistered: null },
    own({ type: 'QUERY_PENDING_EVENTS' }),
    own({ type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: ['1'] }),
    own({ type: 'SAVE_EVENTS', events: [ownEvent('own-1')] }),
    own({ type: 'QUERY_EVENTS', tags: [] }),
    own({ type: 'UPDATE_EVENT_TAGS', events: [{ event_id: 'own-1', tags: [] }] }, 'UPDATE_EVENT_TAGS'),
    own({ type: 'DELETE_EVENTS', event_ids: ['own-1'] }),
    toBob(sendEvent('event-1')),
    toBob(sendEvents('event-1'), 'SEND_EVENTS'),
    own({ type: 'PUBLISH_PUBLIC_EVENT', ...published }, 'public events'),
    own({ type: 'DELETE_PUBLIC_EVENT', public_event_id: 'a' }, 'public events'),
  ];
}

/** The member of a command’s payload with a ciphertext that is too long, by type. */
export function oversizedPayloads(): {
  payload: AnyPayload;
  recipient: Person | 'mediator';
  needs?: string;
}[] {
  const tooLong = { repeat: 'AAAA', times: 43_702 };
  const event = { ...eventOf('event-1'), payload: tooLong };
  return [
    {
      recipient: 'mediator',
      payload: {
        type: 'REQUEST_COMMUNICATION_CONTRACT',
        encrypted_request: tooLong,
        requestor_ephemeral_public_key: '',
      },
    },
    { recipient: 'bob', payload: { type: 'SEND_EVENT', ...event } },
    { recipient: 'bob', payload: { type: 'SEND_EVENTS', events: [event] }, needs: 'SEND_EVENTS' },
    { recipient: 'mediator', payload: { type: 'SAVE_EVENTS', events: [{ ...event, tags: [] }] } },
  ];
}
