import { base64urlEncode } from '../../../lib/crypto/base64url.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { signPublicEvent } from '../../../lib/protocol/public-event.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { type Person, people } from './people.ts';
import type { Scenario } from './scenario-file.ts';
import { capture, ref, script } from './script.ts';
import { PART } from './stage.ts';

const { baseTime } = personas;
const PUBLIC = 'public events';

async function statement(who: Person, channel_id: string, text: string) {
  const { did, signer } = people[who];
  const event = JSON.stringify({ text });
  const unsigned = { publisher_did: did, channel_id, event, tags: ['news'], timestamp: baseTime };
  const { publisher_did, ...signed } = await signPublicEvent(unsigned, signer);
  const public_event_id = base64urlEncode(sha256(utf8(signed.event_signature)).subarray(0, 16));
  return {
    payload: { type: 'PUBLISH_PUBLIC_EVENT', ...signed },
    reply: { public_event_id },
    row: { public_event_id, publisher_did, ...signed },
    remove: { type: 'DELETE_PUBLIC_EVENT', public_event_id },
  };
}

const page = (...events: Members[]) => ({ events, next_cursor: null });

/** Statements for everybody: published, read without an account, taken back. */
export async function publicEventScenarios(): Promise<Scenario[]> {
  const one = await statement('alice', 'board', 'one');
  const two = await statement('alice', 'other', 'two');
  const three = await statement('alice', 'board', 'three');
  const brackets = await statement('alice', 'board', `${'['.repeat(40)} " \\" \\ ${'{'.repeat(40)}`);
  const ofCarol = await statement('carol', 'board', 'one');
  const path = `/public/${people.alice.did}`;
  const needs = [PUBLIC];
  const parts = [PART.alice];

  return [
    {
      name: 'what is published is read by anybody, in the order of publishing, until it is taken back',
      conversation: {
        needs,
        parts,
        steps: script()
          .get(path, page())
          .ask('alice', 'mediator', one.payload, one.reply)
          .ask('alice', 'mediator', one.payload, one.reply)
          .ask('alice', 'mediator', two.payload, two.reply)
          .ask('alice', 'mediator', three.payload, three.reply)
          .get(path, page(one.row, two.row, three.row))
          .get(path, page(one.row, three.row), { channel_id: 'board' })
          .get(path, { events: [one.row, two.row], next_cursor: capture('cursor') }, { limit: '2' })
          .get(path, page(three.row), { limit: '2', cursor: ref('cursor') })
          .ask('alice', 'mediator', one.remove, one.reply)
          .get(path, page(two.row, three.row))
          .ask('alice', 'mediator', one.payload, one.reply)
          .get(path, page(two.row, three.row, one.row)).steps,
      },
    },
    {
      name: 'brackets in a text are no nesting',
      conversation: {
        needs,
        parts,
        steps: script()
          .ask('alice', 'mediator', brackets.payload, brackets.reply)
          .get(path, page(brackets.row)).steps,
      },
    },
    {
      name: 'a page of statements ends before its limit when it is full, and one row always fits',
      conversation: {
        needs: [PUBLIC, 'quotas'],
        limits: { page_bytes: 10 },
        parts,
        steps: script()
          .ask('alice', 'mediator', one.payload, one.reply)
          .ask('alice', 'mediator', two.payload, two.reply)
          .get(path, { events: [one.row], next_cursor: capture('cursor') })
          .get(path, page(two.row), { cursor: ref('cursor') }).steps,
      },
    },
    {
      name: 'nobody published anything under an unknown DID, in an unknown channel, or with members that are not looked at',
      conversation: {
        needs,
        parts,
        steps: script()
          .ask('alice', 'mediator', one.payload, one.reply)
          .get(`/public/${people.dave.did}`, page())
          .get(`/public/${people.alice_elsewhere.did}`, page())
          .get(path, page(), { channel_id: 'nobody' })
          .get(path, page(one.row), { offset: '1' }).steps,
      },
    },
    {
      name: 'taking back what is not there, or not one’s own',
      refusal: { code: 'NOT_FOUND', why: 'Somebody else’s statement and an unknown one are answered alike.' },
      conversation: {
        needs,
        parts: [PART.alice, PART.bob],
        steps: script()
          .ask('alice', 'mediator', one.payload, one.reply)
          .refused('bob', 'mediator', one.remove, 'NOT_FOUND')
          .refused('bob', 'mediator', two.remove, 'NOT_FOUND')
          .refused('alice', 'mediator', two.remove, 'NOT_FOUND')
          .ask('alice', 'mediator', one.remove, one.reply)
          .refused('alice', 'mediator', one.remove, 'NOT_FOUND').steps,
      },
    },
    {
      name: 'a statement that its publisher did not sign',
      refusal: {
        code: 'INVALID_SIGNATURE',
        why: 'The statement carries a signature of its own, over the DID of whoever sends it.',
      },
      conversation: {
        needs,
        parts,
        steps: script()
          .refused('alice', 'mediator', ofCarol.payload, 'INVALID_SIGNATURE')
          .refused('alice', 'mediator', { ...one.payload, timestamp: baseTime + 1 }, 'INVALID_SIGNATURE')
          .refused('alice', 'mediator', { ...one.payload, event: '{}' }, 'INVALID_SIGNATURE')
          .refused('alice', 'mediator', { ...one.payload, tags: [] }, 'INVALID_SIGNATURE')
          .get(path, page()).steps,
      },
    },
    {
      name: 'more statements than there is room for',
      refusal: {
        code: 'QUOTA_EXCEEDED',
        why: 'Statements count until they are taken back; what is there already needs no room.',
      },
      conversation: {
        needs: [PUBLIC, 'quotas'],
        limits: { public_events_per_identity: 1 },
        parts,
        steps: script()
          .ask('alice', 'mediator', one.payload, one.reply)
          .refused('alice', 'mediator', two.payload, 'QUOTA_EXCEEDED')
          .ask('alice', 'mediator', one.payload, one.reply)
          .ask('alice', 'mediator', one.remove, one.reply)
          .ask('alice', 'mediator', two.payload, two.reply).steps,
      },
    },
    {
      name: 'questions about statements that cannot be answered',
      refusal: {
        code: 'INVALID_COMMAND',
        why: 'A DID, a limit from 1 to 100, a cursor of this list, a channel id.',
      },
      conversation: {
        needs,
        parts,
        steps: script()
          .ask(
            'alice',
            'mediator',
            { type: 'SAVE_EVENTS', events: ['1', '2'].map(own) },
            { event_ids: ['1', '2'] },
          )
          .ask(
            'alice',
            'mediator',
            { type: 'QUERY_EVENTS', tags: [], limit: 1 },
            {
              events: [{ ...own('1'), created_at: baseTime + 10 }],
              next_cursor: capture('cursor'),
            },
          )
          .get('/public/nobody', 'INVALID_COMMAND')
          .get('/public/did:web:mediator.example', 'INVALID_COMMAND')
          .get(path, 'INVALID_COMMAND', { limit: '0' })
          .get(path, 'INVALID_COMMAND', { limit: '101' })
          .get(path, 'INVALID_COMMAND', { limit: '+1' })
          .get(path, 'INVALID_COMMAND', { limit: '01' })
          .get(path, 'INVALID_COMMAND', { limit: '' })
          .get(path, 'INVALID_COMMAND', { cursor: '' })
          .get(path, 'INVALID_COMMAND', { cursor: 'nobody' })
          .get(path, 'INVALID_COMMAND', { cursor: ref('cursor') })
          .get(path, 'INVALID_COMMAND', { channel_id: 'my board' }).steps,
      },
    },
  ];
}

const own = (id: string) => ({ id, payload: 'A'.repeat(40), tags: [] });
