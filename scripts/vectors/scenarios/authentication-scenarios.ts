import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { HELD_PAYLOADS } from '../../../lib/protocol/held-payloads.ts';
import { commandSamples } from '../commands/command-samples.ts';
import { personas } from '../support/personas.ts';
import { commandText } from './command-text.ts';
import { type AnyCommand, everyCommand, oversizedPayloads } from './every-command.ts';
import { sendEvent, sendEvents } from './opaque-event.ts';
import { people } from './people.ts';
import type { Scenario, Step } from './scenario-file.ts';
import { type AnyPayload, capture, ref, type Script, script } from './script.ts';
import { PART, type Stage } from './stage.ts';

const { alice, mediator, baseTime } = personas;
const FIND = { type: 'FIND_IDENTITIES' };
const NONE = { dids: [] };
const INBOX = { type: 'QUERY_PENDING_EVENTS' };
const SKEW = 300_000;

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
  const unknownType = await commandText({}, { type: 'DROP_TABLES' });

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
          // A later member of that name would count, and make this a command; nesting is counted over the text.
          .text(
            (await commandText({}, FIND)).replace('{', `{"payload":${'['.repeat(32)}${']'.repeat(32)},`),
            'INVALID_COMMAND',
          )
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
      refusal: { code: 'INVALID_COMMAND', why: 'The order of checks is that of protocol.md §5.3.' },
      conversation: {
        parts: [PART.alice],
        steps: script()
          .refused('alice', 'mediator', { ...INBOX, limit: 0 }, 'INVALID_COMMAND', {
            timestamp: baseTime * 1000 - SKEW,
          })
          .text(unknownType.replace('"DROP_TABLES"', '"DROP_TABLES","x":1.5'), 'INVALID_COMMAND')
          .text(unknownType.replace('"DROP_TABLES"', '"DROP_TABLES","__proto__":1'), 'INVALID_COMMAND')
          .text(unknownType, 'UNSUPPORTED_COMMAND')
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
      name: 'a path where nothing is, and the endpoint by another method',
      refusal: { code: 'NOT_FOUND', why: 'Everything else is answered in the one shape of errors.' },
      conversation: {
        parts: [],
        steps: script().get('/nothing', 'NOT_FOUND').get('/commands', 'NOT_FOUND').steps,
      },
    },
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
