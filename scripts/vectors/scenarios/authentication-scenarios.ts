import { base64Encode } from '../../../lib/crypto/base64.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../../lib/crypto/canonical.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { HELD_PAYLOADS } from '../../../lib/protocol/held-payloads.ts';
import { commandSamples } from '../commands/command-samples.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { type AnyCommand, everyCommand, oversizedPayloads } from './every-command.ts';
import { eventOf, sendEvent, sendEvents } from './opaque-event.ts';
import { people } from './people.ts';
import type { Scenario, Step } from './scenario-file.ts';
import { type AnyPayload, capture, ref, type Script, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { alice, mediator, baseTime } = personas;
const FIND = { type: 'FIND_IDENTITIES' };
const NONE = { dids: [] };
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const EMPTY = { pending_events: [], next_cursor: null };
const SKEW = 300_000;

/** A command as text, signed by Alice; `changes` are made after signing. */
async function commandText(header: Members, payload: JsonValue, changes: Members = {}): Promise<string> {
  const whole = {
    channel: 'DIRECT_AUTHENTICATED',
    sender_did: alice.did,
    sender_signing_key_id: `${alice.did}#signing`,
    recipient_did: mediator.did,
    timestamp: (baseTime + 10) * 1000,
    nonce: 'text-00000000001',
    ...header,
  };
  const bytes = utf8(canonicalJson({ header: whole, payload }));
  const signature = base64Encode(await alice.signer.sign(bytes));
  return JSON.stringify({ header: whole, payload, signature, ...changes });
}

/** What is checked before any command is looked at, and in which order. */
export async function authenticationScenarios(stage: Stage): Promise<Scenario[]> {
  const commands = await everyCommand(stage);
  const each = (write: (steps: Script, command: AnyCommand) => void, only = commands) => {
    const steps = script();
    for (const command of only) write(steps, command);
    return steps.steps;
  };
  // What a mediator may leave out it refuses as unknown, so these say what they need.
  const everything = ['SEND_EVENTS', 'UPDATE_EVENT_TAGS', 'public events'];
  const forMediator = commands.filter(
    ({ recipient, payload }) => recipient === 'mediator' && !/^(REQUEST|REVOKE)/.test(payload.type),
  );
  const forOthers = commands.filter(
    ({ recipient, payload }) => recipient !== 'mediator' && payload.type !== 'REQUEST_COMMUNICATION_CONTRACT',
  );
  const weak = `did:decentrl:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP:${encodeAgreementKey(alice.preKey.publicKey)}:${alice.did.split(':').at(-1)}`;
  const nobody = 'did:decentrl:x';
  const asNobody = { sender_did: nobody, sender_signing_key_id: `${nobody}#signing` };
  const asWeak = { sender_did: weak, sender_signing_key_id: `${weak}#signing` };

  return [
    {
      name: 'a timestamp may differ by 300 seconds, either way',
      conversation: {
        parts: [],
        steps: script()
          .ask('alice', 'mediator', FIND, NONE, { timestamp: (baseTime + 10) * 1000 - SKEW })
          .ask('alice', 'mediator', FIND, NONE, { timestamp: (baseTime + 11) * 1000 + SKEW }).steps,
      },
    },
    {
      name: 'a ciphertext as long as it may be',
      conversation: {
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask(
            'alice',
            'bob',
            { type: 'SEND_EVENT', id: 'event-1', payload: { repeat: 'AAAA', times: 43_701 } },
            { event_id: 'event-1' },
          )
          .ask('bob', 'mediator', INBOX, {
            pending_events: [
              {
                id: capture('row'),
                sender_did: alice.did,
                payload: { repeat: 'AAAA', times: 43_701 },
                timestamp: baseTime + 10,
              },
            ],
            next_cursor: null,
          }).steps,
      },
    },
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
      name: 'texts that are no command',
      refusal: {
        code: 'INVALID_COMMAND',
        why: 'Everything that is no JSON, and JSON that is no command, is answered alike.',
      },
      conversation: {
        parts: [],
        steps: script()
          .text('', 'INVALID_COMMAND')
          .text('{', 'INVALID_COMMAND')
          .text('null', 'INVALID_COMMAND')
          .text('[]', 'INVALID_COMMAND')
          .text('{}', 'INVALID_COMMAND')
          .text('"\\ud800"', 'INVALID_COMMAND')
          .text(`${'['.repeat(40)}${']'.repeat(40)}`, 'INVALID_COMMAND')
          .text(await commandText({}, FIND, { extra: 1 }), 'INVALID_COMMAND')
          .text(await commandText({ extra: 1 }, FIND), 'INVALID_COMMAND')
          .text(await commandText({ nonce: 'short' }, FIND), 'INVALID_COMMAND')
          .text(await commandText({ timestamp: baseTime + 10 }, FIND), 'INVALID_COMMAND')
          .text(await commandText({ channel: 'ONE_WAY_PUBLIC' }, FIND), 'INVALID_COMMAND')
          .text(
            await commandText({ sender_signing_key_id: `${people.bob.did}#signing` }, FIND),
            'INVALID_COMMAND',
          )
          .text(await commandText({ sender_did: mediator.did }, FIND), 'INVALID_COMMAND').steps,
      },
    },
    {
      name: 'a member that the payload of its type does not have',
      refusal: { code: 'INVALID_COMMAND', why: 'Payloads are closed, of every type.' },
      conversation: {
        needs: everything,
        parts: [],
        steps: each((steps, { as, recipient, payload }) =>
          steps.refused(as, recipient, { ...payload, extra: 1 }, 'INVALID_COMMAND'),
        ),
      },
    },
    {
      name: 'types that no mediator knows, or this one does not',
      refusal: {
        code: 'UNSUPPORTED_COMMAND',
        why: 'A type that is unknown is answered before channel, clock and signature.',
      },
      conversation: {
        parts: [],
        steps: script()
          .refused('alice', 'mediator', { type: 'DROP_TABLES' }, 'UNSUPPORTED_COMMAND', {
            channel: 'DIRECT_AUTHENTICATED',
          })
          .refused('alice', 'mediator', { type: 'toString' }, 'UNSUPPORTED_COMMAND', {
            channel: 'ONE_WAY_PUBLIC',
            signed_by: 'bob',
          })
          .refused('alice', 'mediator', { type: 'find_identities' }, 'UNSUPPORTED_COMMAND', {
            channel: 'DIRECT_AUTHENTICATED',
            timestamp: (baseTime - 1000) * 1000,
          }).steps,
      },
    },
    {
      name: 'every command of an escrow, at a mediator that is none',
      refusal: { code: 'UNSUPPORTED_COMMAND', why: 'Whoever holds nothing knows none of these.' },
      conversation: { parts: [PART.alice, PART.bob], steps: await escrowCommands() },
    },
    {
      name: 'a sender that is no usable DID',
      refusal: {
        code: 'DID_RESOLUTION_FAILED',
        why: 'The DID has the outer shape of one, and cannot be read; its signature is not looked at.',
      },
      conversation: {
        parts: [],
        steps: script()
          .text(await commandText(asWeak, FIND), 'DID_RESOLUTION_FAILED')
          .text(await commandText(asNobody, FIND), 'DID_RESOLUTION_FAILED').steps,
      },
    },
    {
      name: 'every command, signed by somebody else',
      refusal: { code: 'INVALID_SIGNATURE', why: 'The key is the one in the sender’s DID.' },
      conversation: {
        needs: everything,
        parts: [],
        steps: each((steps, { as, recipient, payload }) =>
          steps.refused(as, recipient, payload, 'INVALID_SIGNATURE', { signed_by: 'carol' }),
        ),
      },
    },
    {
      name: 'a command that was changed after signing',
      refusal: { code: 'INVALID_SIGNATURE', why: 'All of header and payload is signed.' },
      conversation: {
        parts: [],
        steps: script().text(await commandText({}, INBOX, { payload: FIND }), 'INVALID_SIGNATURE').steps,
      },
    },
    {
      name: 'every command, too early and too late',
      refusal: {
        code: 'TIMESTAMP_OUT_OF_RANGE',
        why: 'A millisecond more than 300 seconds is too much; the reply tells the mediator’s time.',
      },
      conversation: {
        needs: everything,
        parts: [],
        steps: each((steps, { as, recipient, payload }) =>
          steps
            .refused(as, recipient, payload, 'TIMESTAMP_OUT_OF_RANGE', { timestamp: steps.now() - SKEW - 1 })
            .refused(as, recipient, payload, 'TIMESTAMP_OUT_OF_RANGE', { timestamp: steps.now() + SKEW + 1 }),
        ),
      },
    },
    {
      name: 'every command of the owner, before registering',
      refusal: {
        code: 'NOT_REGISTERED',
        why: 'Own rows are for registered senders, by exactly their DID; another DID of the same keys is another.',
      },
      conversation: {
        needs: everything,
        parts: [],
        steps: each((steps, { as, recipient, payload, unregistered }) => {
          if (unregistered) steps.refused(as, recipient, payload, unregistered);
        }),
      },
    },
    {
      name: 'registered under another DID of the same keys',
      refusal: { code: 'NOT_REGISTERED', why: 'A registration is of exactly one DID.' },
      conversation: {
        parts: [PART.alice],
        steps: script().refused('alice_elsewhere', 'mediator', INBOX, 'NOT_REGISTERED').steps,
      },
    },
    {
      name: 'every command for the mediator, addressed to somebody else',
      refusal: {
        code: 'RECIPIENT_NOT_REGISTERED',
        why: 'A command is for whom it is addressed to: neither another mediator nor an identity takes it here.',
      },
      conversation: {
        needs: everything,
        parts: [PART.alice, PART.bob],
        steps: each(
          (steps, { as, payload }) =>
            steps
              .refused(as, 'did:web:elsewhere.example', payload, 'RECIPIENT_NOT_REGISTERED')
              .refused(as, 'bob', payload, 'RECIPIENT_NOT_REGISTERED'),
          forMediator,
        ),
      },
    },
    {
      name: 'every command for somebody, addressed to the mediator',
      refusal: { code: 'INVALID_COMMAND', why: 'The mediator has no inbox.' },
      conversation: {
        needs: everything,
        parts: [PART.alice, PART.bob],
        steps: each(
          (steps, { as, payload }) => steps.refused(as, 'mediator', payload, 'INVALID_COMMAND'),
          forOthers,
        ),
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
              timestamp: baseTime * 1000 - SKEW,
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
    {
      name: 'ciphertexts that are too long',
      refusal: {
        code: 'PAYLOAD_TOO_LARGE',
        why: 'This is told before anything else is looked at, signature included.',
      },
      conversation: {
        needs: ['SEND_EVENTS'],
        parts: [PART.alice, PART.bob],
        steps: (() => {
          const steps = script();
          for (const { payload, recipient } of oversizedPayloads()) {
            steps
              .refused('alice', recipient, payload, 'PAYLOAD_TOO_LARGE')
              .refused('alice', recipient, payload, 'PAYLOAD_TOO_LARGE', { signed_by: 'carol' });
          }
          return steps.steps;
        })(),
      },
    },
    {
      name: 'a body that is too large',
      refusal: { code: 'PAYLOAD_TOO_LARGE', why: 'A body is cut off at `body_bytes`, whatever it is.' },
      conversation: {
        limits: { body_bytes: 1_000 },
        parts: [],
        steps: script()
          .ask('alice', 'mediator', FIND, NONE)
          .text({ repeat: ' ', times: 1_001 }, 'PAYLOAD_TOO_LARGE')
          .refused(
            'alice',
            'bob',
            sendEvents('event-1', 'event-2', 'event-3', 'event-4'),
            'PAYLOAD_TOO_LARGE',
          ).steps,
      },
    },
    {
      name: 'the first of two faults is told',
      refusal: { code: 'INVALID_COMMAND', why: 'The order of checks is that of §5.3.' },
      conversation: {
        parts: [PART.alice],
        steps: script()
          .refused('alice', 'mediator', { ...INBOX, limit: 0 }, 'INVALID_COMMAND', {
            timestamp: baseTime * 1000 - SKEW,
          })
          .refused('alice', 'mediator', INBOX, 'TIMESTAMP_OUT_OF_RANGE', {
            timestamp: baseTime * 1000 - SKEW,
            signed_by: 'carol',
          })
          .text(
            await commandText({ ...asWeak, timestamp: 1_600_000_000_000 }, FIND),
            'TIMESTAMP_OUT_OF_RANGE',
          )
          .refused('alice', 'did:web:elsewhere.example', INBOX, 'INVALID_SIGNATURE', { signed_by: 'carol' })
          .refused('carol', 'did:web:elsewhere.example', INBOX, 'RECIPIENT_NOT_REGISTERED')
          .refused('carol', 'bob', sendEvent('event-1'), 'RECIPIENT_NOT_REGISTERED')
          .ask('carol', 'mediator', FIND, NONE, { nonce: 'nonce-used-00001' })
          .refused('carol', 'mediator', INBOX, 'NONCE_REUSED', { nonce: 'nonce-used-00001' })
          .refused(
            'carol',
            'mediator',
            { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: ref('alice') },
            'COMMUNICATION_CONTRACT_NOT_VALID',
            { nonce: 'nonce-used-00001' },
          )
          .refused('carol', 'bob', sendEvent('event-1'), 'NONCE_REUSED', { nonce: 'nonce-used-00001' }).steps,
      },
    },
    {
      name: 'a path where nothing is',
      refusal: { code: 'NOT_FOUND', why: 'Everything else is answered in the one shape of errors.' },
      conversation: { parts: [], steps: script().get('/nothing', 'NOT_FOUND').steps },
    },
    ...(await rateScenarios(stage)),
  ];
}

/** Each command of an escrow, right in itself, refused by a mediator that is none. */
async function escrowCommands(): Promise<Step[]> {
  const samples = await commandSamples();
  const steps = script();
  for (const type of Object.keys(HELD_PAYLOADS) as (keyof typeof HELD_PAYLOADS)[]) {
    const { as, payload } = samples[type];
    steps.refused(as, 'mediator', JSON.parse(JSON.stringify(payload)) as AnyPayload, 'UNSUPPORTED_COMMAND');
  }
  return steps.steps;
}

/** Too much of something in a time. */
async function rateScenarios(stage: Stage): Promise<Scenario[]> {
  const needs = ['rates'];
  const registration = await stage.registration('alice', 'alice');
  const toBob = await stage.requesting('dave_1', 'dave', 'bob');
  const event = (id: string) => ({ event_id: id });
  return [
    {
      name: 'more commands in a second than a key may send',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'Commands are counted by signing key, under whatever DID; what is refused so burns no nonce and may come again.',
      },
      conversation: {
        needs,
        limits: { commands_per_second: 1, commands_burst: 2 },
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(10)
          .ask('alice_elsewhere', 'mediator', FIND, { dids: [alice.did] })
          .at(10)
          .refused('alice', 'mediator', INBOX, 'RATE_LIMITED', { retry_after_ms: 1_000 })
          .again(EMPTY)
          .at(11)
          .refused('alice', 'mediator', FIND, 'RATE_LIMITED', { retry_after_ms: 1_000 })
          .at(11)
          .ask('alice', 'bob', sendEvent('event-1'), event('event-1'))
          .at(11)
          .ask('bob', 'mediator', FIND, { dids: [people.bob.did] }).steps,
      },
    },
    {
      name: 'more events in a second than a key may send',
      refusal: { code: 'RATE_LIMITED', why: 'A batch counts its events, and is refused whole.' },
      conversation: {
        needs: [...needs, 'SEND_EVENTS'],
        limits: { events_per_second: 1, events_burst: 3 },
        parts: [PART.alice, PART.bob, PART.pair],
        steps: script()
          .ask('alice', 'bob', sendEvents('event-1', 'event-2'), {
            results: [
              { id: 'event-1', ok: true },
              { id: 'event-2', ok: true },
            ],
          })
          .at(10)
          .refused('alice', 'bob', sendEvents('event-3', 'event-4'), 'RATE_LIMITED', {
            retry_after_ms: 1_000,
          })
          .at(10)
          .ask('alice', 'bob', sendEvent('event-3'), event('event-3'))
          .at(10)
          .refused('alice', 'bob', sendEvent('event-4'), 'RATE_LIMITED', { retry_after_ms: 1_000 })
          .at(10)
          .refused(
            'alice',
            'mediator',
            { type: 'SAVE_EVENTS', events: [{ ...eventOf('a'), tags: [] }] },
            'RATE_LIMITED',
            { retry_after_ms: 1_000 },
          )
          .at(10)
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(10)
          .ask('bob', 'alice', sendEvent('event-5'), event('event-5'))
          .at(11)
          .ask('alice', 'bob', sendEvent('event-4'), event('event-4')).steps,
      },
    },
    {
      name: 'more failures from an address than there may be',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'Failures are counted by network address; commands that authenticate are not refused for them.',
      },
      conversation: {
        needs,
        limits: { unauthenticated_per_minute: 3 },
        parts: [PART.alice],
        steps: script(100)
          .text('{}', 'INVALID_COMMAND')
          .at(100)
          .refused('alice', 'mediator', INBOX, 'INVALID_SIGNATURE', { signed_by: 'carol' })
          .at(100)
          .refused('alice', 'mediator', INBOX, 'TIMESTAMP_OUT_OF_RANGE', {
            timestamp: baseTime * 1000 - SKEW,
          })
          .at(100)
          .refused('alice', 'mediator', { type: 'DROP_TABLES' }, 'RATE_LIMITED', {
            channel: 'DIRECT_AUTHENTICATED',
            retry_after_ms: 20_000,
          })
          .at(100)
          .ask('alice', 'mediator', INBOX, EMPTY)
          .at(121)
          .text('{}', 'INVALID_COMMAND').steps,
      },
    },
    {
      name: 'more strangers from an address than there may be',
      refusal: {
        code: 'RATE_LIMITED',
        why: 'A first registration, a request of a stranger, FIND_IDENTITIES that finds nobody: each takes a token of the address.',
      },
      conversation: {
        needs,
        limits: { unauthenticated_per_minute: 1 },
        parts: [PART.bob],
        steps: script(100)
          .ask('alice', 'mediator', FIND, NONE)
          .at(100)
          .refused('alice', 'mediator', FIND, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('alice', 'mediator', registration.payload, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('dave', 'bob', toBob, 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .refused('dave', 'bob', sendEvent('event-1'), 'RATE_LIMITED', { retry_after_ms: 60_000 })
          .at(100)
          .ask('bob', 'mediator', INBOX, EMPTY)
          .at(161)
          .ask('dave', 'bob', toBob, { request_id: capture('request') }).steps,
      },
    },
  ];
}
