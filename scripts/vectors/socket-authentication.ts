import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue, parseJson } from '../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { refusing } from '../../lib/protocol/protocol-error.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { parseServerFrame, signAuthenticate, verifyAuthenticate } from '../../lib/protocol/socket-frames.ts';
import { opaque } from './commands/command-samples.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import { repeated } from './support/repeated.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { alice, bob, mediator, escrow, baseTime } = personas;
const NOW = baseTime * 1000;
const SKEW = 300_000;

interface Parts {
  signing_seed_hex: string;
  did: string;
  mediator_did: string;
  timestamp: number;
  nonce: string;
}

/** A long one is in three parts. */
interface Hint {
  text?: string;
  before?: string;
  middle?: string;
  after?: string;
}

const { accept, refuse } = casesOf({
  async sign({ signing_seed_hex, did, mediator_did, timestamp, nonce }: Parts) {
    const parts = { did, mediatorDid: mediator_did, timestamp, nonce };
    const frame = await signAuthenticate(parts, signerFromSeed(hexDecode(signing_seed_hex)));
    const { signature, ...unsigned } = frame;
    return {
      steps: { canonical: canonicalJson(unsigned) },
      output: { signature, text: JSON.stringify(frame) },
    };
  },
  async verify({ text, mediator_did, now }: { text: string; mediator_did: string; now: number }) {
    const frame = refusing(() => parseJson(text), 'authenticate');
    const { did } = await verifyAuthenticate(frame, { mediatorDid: mediator_did, now });
    return { output: { did } };
  },
  hear({ text, before = '', middle = '', after = '' }: Hint) {
    const frame = parseServerFrame(text ?? before + middle + after);
    return { output: { frame: JSON.parse(JSON.stringify(frame)) as JsonValue } };
  },
});

const PARTS: Parts = {
  signing_seed_hex: hex(alice.signingSeed),
  did: alice.did,
  mediator_did: mediator.did,
  timestamp: NOW,
  nonce: 'nonce-0000000001',
};

const UNSIGNED: Members = {
  type: 'AUTHENTICATE',
  did: alice.did,
  signing_key_id: `${alice.did}#signing`,
  mediator_did: mediator.did,
  timestamp: NOW,
  nonce: PARTS.nonce,
};

/** A frame of Alice's, signed as it is. */
async function frameText(changes: Members = {}, without?: string): Promise<string> {
  const { [without ?? '']: _, ...unsigned } = { ...UNSIGNED, ...changes };
  return JSON.stringify({ ...unsigned, signature: await signObject(unsigned, alice.signer) });
}

const heard = (text: string, now = NOW) => ({ text, mediator_did: mediator.did, now });
const row = { id: '1', sender_did: bob.did, payload: opaque('event-1'), timestamp: baseTime };
const events = (...rows: Members[]) => JSON.stringify({ type: 'PENDING_EVENTS', events: rows });
const long = { before: '{"type":"PENDING_EVENTS","events":[', after: `${JSON.stringify(row)}]}` };
const least = JSON.stringify({ id: '1', sender_did: '', payload: '', timestamp: 0 });
const leastRow = `${least},`;
const leastLong = { before: long.before, after: `${least}]}` };
const rowAndComma = `${JSON.stringify(row)},`;

/** The first frame of a socket, and what a mediator says after it. */
export async function socketAuthentication(): Promise<VectorFile> {
  return {
    format: 'socket-authentication',
    document: 'protocol.md §5.13',
    about:
      'A socket begins with a signed AUTHENTICATE frame; what a mediator sends afterwards are hints, read as leniently as replies.',
    operations: {
      sign: 'The first frame of these parts. `canonical` is what is signed; `text` is one way to write the frame down.',
      verify:
        'Who authenticates with a frame at the mediator `mediator_did`, whose clock is at `now` (milliseconds). The nonce and the registration are checked afterwards. A mediator answers the reasons `authenticate` and `mediator` with the code INVALID_COMMAND, `did` with DID_RESOLUTION_FAILED, `timestamp` with TIMESTAMP_OUT_OF_RANGE, `signature` with INVALID_SIGNATURE.',
      hear: 'A frame of the mediator, as a client takes it; `ping` and `pong` are no frames. A long one is given as `before` + `middle` + `after`.',
    },
    modules: ['lib/protocol/socket-frames.ts'],
    accept: await acceptCases(),
    refuse: [...(await refusedFrames()), ...(await refusedHints())],
  };
}

async function acceptCases(): Promise<AcceptCase[]> {
  const text = await frameText();
  const spaced = JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(text) as Members).reverse()),
    null,
    2,
  );
  return [
    await accept('the first frame', 'sign', { ...PARTS }),
    await accept('the first frame to another mediator', 'sign', { ...PARTS, mediator_did: escrow.did }),
    await accept('the first frame, verified', 'verify', heard(text)),
    await accept('members in another order, with white space', 'verify', heard(spaced)),
    await accept('300 seconds old', 'verify', heard(text, NOW + SKEW)),
    await accept('300 seconds from the future', 'verify', heard(text, NOW - SKEW)),
    await accept('success', 'hear', { text: '{"type":"AUTH_SUCCESS"}' }),
    await accept('failure', 'hear', { text: '{"type":"AUTH_FAILED","code":"INVALID_SIGNATURE"}' }),
    await accept('failure without a code', 'hear', { text: '{"type":"AUTH_FAILED"}' }),
    await accept('an event', 'hear', { text: events(row) }),
    await accept('no event', 'hear', { text: events() }),
    await accept(
      '100 events, of nobody and with nothing in them',
      'hear',
      { before: leastLong.before, middle: leastRow.repeat(99), after: leastLong.after },
      { ...leastLong, middle: repeated(leastRow, 99) },
    ),
    await accept('failure with the longest code', 'hear', {
      text: `{"type":"AUTH_FAILED","code":"${'X'.repeat(64)}"}`,
    }),
    await accept('requests', 'hear', { text: '{"type":"PENDING_CONTRACT_REQUESTS","count":3}' }),
    await accept('contracts', 'hear', { text: '{"type":"CONTRACTS_CHANGED"}' }),
    await accept('members that nobody knows are dropped', 'hear', {
      text: JSON.stringify({ type: 'PENDING_EVENTS', events: [{ ...row, priority: 1 }], more: true }),
    }),
    await accept('such a member of success', 'hear', { text: '{"type":"AUTH_SUCCESS","limit":1}' }),
    await accept('such a member of failure', 'hear', { text: '{"type":"AUTH_FAILED","message":"no"}' }),
    await accept('such a member of requests', 'hear', {
      text: '{"type":"PENDING_CONTRACT_REQUESTS","count":0,"oldest":1700000000}',
    }),
    await accept('such a member of contracts', 'hear', { text: '{"type":"CONTRACTS_CHANGED","ids":[]}' }),
  ];
}

async function refusedFrames(): Promise<RefuseCase[]> {
  const cases: RefuseCase[] = [];
  const MEMBERS = 'A first frame has exactly seven members.';
  const wrong = async (name: string, text: string, why: string, now = NOW) =>
    cases.push(await refuse(name, 'verify', heard(text, now), why));
  const shaped = async (name: string, changes: Members, why: string) =>
    wrong(name, await frameText(changes), why);
  const text = await frameText();
  await wrong('nothing', '', 'It is not JSON.');
  await wrong('a ping', 'ping', 'It is not JSON.');
  await wrong('a list', `[${text}]`, 'A frame is an object.');
  await wrong(
    'a command',
    JSON.stringify({ header: {}, payload: {}, signature: '' }),
    'A socket carries no commands.',
  );
  for (const name of Object.keys(UNSIGNED)) await wrong(`no ${name}`, await frameText({}, name), MEMBERS);
  await wrong('no signature', JSON.stringify(UNSIGNED), MEMBERS);
  await shaped('a member more', { version: 1 }, MEMBERS);
  await shaped('another type', { type: 'HELLO' }, 'The type is AUTHENTICATE.');
  await shaped('the type in small letters', { type: 'authenticate' }, 'The type is AUTHENTICATE.');
  await shaped('a timestamp in seconds', { timestamp: baseTime }, 'A frame counts milliseconds.');
  await shaped('a timestamp as a text', { timestamp: String(NOW) }, 'A timestamp is a number.');
  await wrong(
    '−0 as the timestamp',
    text.replace(`:${NOW},`, ':-0,'),
    'A number that is signed is never −0.',
  );
  await shaped('a nonce of 15 characters', { nonce: 'nonce-000000001' }, 'A nonce has 16 to 64 characters.');
  await shaped(
    'a nonce in base64',
    { nonce: 'nonce+000000000/' },
    'A nonce has the characters A-Z, a-z, 0-9, _ and - only.',
  );
  await shaped(
    'a mediator that is a URL',
    { mediator_did: 'https://mediator.example' },
    'A mediator is a DID.',
  );
  await shaped(
    'a mediator that authenticates',
    { did: mediator.did, signing_key_id: `${mediator.did}#signing` },
    'Whoever authenticates is an identity.',
  );
  await shaped(
    'a DID that cannot be read',
    { did: 'did:decentrl:x', signing_key_id: 'did:decentrl:x#signing' },
    'There is no key in this DID.',
  );
  await shaped(
    'the key id of another',
    { signing_key_id: `${bob.did}#signing` },
    'The key id is the DID and #signing.',
  );
  await shaped(
    'another key',
    { signing_key_id: `${alice.did}#pre-key` },
    'The key id is the DID and #signing.',
  );
  await shaped(
    'for another mediator',
    { mediator_did: escrow.did },
    'A frame is good for the mediator that it names.',
  );
  await wrong('a millisecond too old', text, 'A frame may be 300 seconds old.', NOW + SKEW + 1);
  await wrong('a millisecond too early', text, 'A frame may be 300 seconds from the future.', NOW - SKEW - 1);
  const frame = JSON.parse(text) as Members;
  const NOT_SIGNED = 'This is not what was signed.';
  await wrong('another nonce', JSON.stringify({ ...frame, nonce: 'nonce-0000000002' }), NOT_SIGNED);
  await wrong('another time', JSON.stringify({ ...frame, timestamp: NOW + 1 }), NOT_SIGNED);
  const byBob = await signObject(UNSIGNED, bob.signer);
  await wrong(
    'signed by another',
    JSON.stringify({ ...frame, signature: byBob }),
    'The key is the one in the DID.',
  );
  cases.push(
    await refuse(
      'made by somebody else',
      'sign',
      { ...PARTS, signing_seed_hex: hex(bob.signingSeed) },
      'Nobody signs in the name of another.',
    ),
  );
  return cases;
}

async function refusedHints(): Promise<RefuseCase[]> {
  const cases: RefuseCase[] = [];
  const wrong = async (name: string, text: string, why: string) =>
    cases.push(await refuse(name, 'hear', { text }, why));
  await wrong('a pong', 'pong', 'It is no JSON; ping and pong are told apart before.');
  await wrong('a hint that is null', 'null', 'A frame is an object.');
  await wrong('a hint of no type', '{}', 'A frame has a type.');
  await wrong('a hint of another type', '{"type":"TYPING"}', 'A client passes over what it does not know.');
  await wrong('events that are none', '{"type":"PENDING_EVENTS"}', 'Events are a list.');
  cases.push(
    await refuse(
      '101 events',
      'hear',
      { ...long, middle: rowAndComma.repeat(100) },
      'There are at most 100 events in a frame.',
      { ...long, middle: repeated(rowAndComma, 100) },
    ),
  );
  await wrong(
    'an event with a time in milliseconds',
    events(row).replace(String(baseTime), String(NOW)),
    'Times of rows are whole seconds.',
  );
  await wrong('an event whose id is a number', events(row).replace('"id":"1"', '"id":1'), 'Ids are texts.');
  await wrong('requests without a count', '{"type":"PENDING_CONTRACT_REQUESTS"}', 'The count is a number.');
  await wrong(
    'less than no requests',
    '{"type":"PENDING_CONTRACT_REQUESTS","count":-1}',
    'The count is a number from 0 on.',
  );
  await wrong(
    'a failure whose code has 65 characters',
    `{"type":"AUTH_FAILED","code":"${'X'.repeat(65)}"}`,
    'A code has at most 64 characters.',
  );
  await wrong('a failure whose code is a number', '{"type":"AUTH_FAILED","code":4401}', 'A code is a text.');
  return cases;
}
