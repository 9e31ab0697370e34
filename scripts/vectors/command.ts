import { parseJson } from '../../lib/crypto/canonical.ts';
import { type CommandType, channelOf } from '../../lib/protocol/commands.ts';
import { commandSamples, opaque } from './commands/command-samples.ts';
import { furtherForms } from './commands/further-forms.ts';
import { headerOf } from './commands/header-of.ts';
import { malformedPayloads, type Payload } from './commands/malformed-payloads.ts';
import { readCommand } from './commands/read-command.ts';
import { readableTexts } from './commands/readable-texts.ts';
import { signAnything } from './commands/sign-anything.ts';
import { signedSample } from './commands/signed-sample.ts';
import { unreadableHeaders } from './commands/unreadable-headers.ts';
import { unreadableSignatures } from './commands/unreadable-signatures.ts';
import { unreadableTexts } from './commands/unreadable-texts.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { repeated } from './support/repeated.ts';
import type { AcceptCase, RefuseCase, VectorFile } from './support/vector-file.ts';

async function signedSamples(samples: Awaited<ReturnType<typeof commandSamples>>): Promise<AcceptCase[]> {
  const cases: AcceptCase[] = [];
  for (const [type, sample] of Object.entries(samples)) cases.push(await signedSample(type, sample));
  return cases;
}

/** Payloads by themselves: the reader puts a header around one and signs it, so that nothing else is wrong. */
async function unreadablePayloads(
  samples: Awaited<ReturnType<typeof commandSamples>>,
): Promise<RefuseCase[]> {
  const cases: RefuseCase[] = [];
  for (const { name, type, payload, why } of malformedPayloads(samples)) {
    const parts = { name: `${type}: ${name}`, operation: 'payload', input: { payload }, why };
    cases.push(await refused(parts, () => readPayload(payload, type)));
  }
  return cases;
}

async function readPayload(payload: Payload, type: CommandType): Promise<void> {
  const header = headerOf('alice', personas.mediator.did, type);
  await readCommand(JSON.stringify(await signAnything(header, payload)));
}

/** The least that is a payload of its type, of those types that have members which may be absent. */
async function smallestPayloads(): Promise<AcceptCase[]> {
  const payloads: (Payload & { type: CommandType })[] = [
    { type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS' },
    { type: 'QUERY_COMMUNICATION_CONTRACTS' },
    { type: 'QUERY_PENDING_EVENTS' },
    { type: 'QUERY_EVENTS', tags: [] },
    { type: 'SAVE_EVENTS', events: [{ id: '0', payload: opaque('least', 28), tags: [] }] },
    { type: 'QUERY_SENT_HELD_MESSAGES' },
    { type: 'QUERY_HELD_MESSAGES' },
  ];
  const cases: AcceptCase[] = [];
  for (const payload of payloads) {
    const { type } = payload;
    await readPayload(payload, type);
    const output = { channel: channelOf(type) };
    cases.push({ name: `${type}: the least there is`, operation: 'payload', input: { payload }, output });
  }
  return cases;
}

/** Long payloads: their text in three parts, of which the middle one repeats. */
async function longPayloads(): Promise<{ accept: AcceptCase[]; refuse: RefuseCase[] }> {
  const ids = (times: number) => ({
    before: '{"type":"ACKNOWLEDGE_PENDING_EVENTS","event_ids":["0"',
    middle: repeated(',"1"', times),
    after: ']}',
  });
  const events = (times: number) => ({
    before: `{"type":"SEND_EVENTS","events":[{"id":"0","payload":"${opaque('first')}"}`,
    middle: repeated(`,{"id":"1","payload":"${opaque('next')}"}`, times),
    after: ']}',
  });
  const ciphertext = (times: number) => ({
    before: '{"type":"SEND_EVENT","id":"event-1","payload":"',
    middle: repeated('AAAA', times),
    after: '"}',
  });
  const accepted = async (name: string, input: ReturnType<typeof ids>): Promise<AcceptCase> => {
    const type = await readLongPayload(input);
    return { name: `${type}: ${name}`, operation: 'payload', input, output: { channel: channelOf(type) } };
  };
  const wrong = (name: string, input: ReturnType<typeof ids>, why: string): Promise<RefuseCase> =>
    refused({ name, operation: 'payload', input, why }, () => readLongPayload(input));
  return {
    accept: [
      await accepted('1,000 ids', ids(999)),
      await accepted('100 events', events(99)),
      await accepted('a ciphertext of 174,804 characters', ciphertext(43_701)),
    ],
    refuse: [
      await wrong(
        'ACKNOWLEDGE_PENDING_EVENTS: 1,001 ids',
        ids(1000),
        'An acknowledgement of events has at most 1,000 ids.',
      ),
      await wrong('SEND_EVENTS: 101 events', events(100), 'A list has at most 100 items.'),
      await wrong(
        'SEND_EVENT: a ciphertext of 174,808 characters',
        ciphertext(43_702),
        'A ciphertext has at most 174,804 characters; a mediator answers this one with PAYLOAD_TOO_LARGE.',
      ),
    ],
  };
}

type Repeated = ReturnType<typeof repeated>;

async function readLongPayload(text: {
  before: string;
  middle: Repeated;
  after: string;
}): Promise<CommandType> {
  const { before, middle, after } = text;
  const payload = parseJson(before + middle.repeat.repeat(middle.times) + after) as Payload & {
    type: CommandType;
  };
  await readPayload(payload, payload.type);
  return payload.type;
}

/** Commands, signed and read. */
export async function command(): Promise<VectorFile> {
  const samples = await commandSamples();
  const long = await longPayloads();
  return {
    format: 'command',
    document: 'protocol.md §5.1',
    about:
      'A command is {header, payload, signature}: the signature is Ed25519 over the canonical JSON of {header, payload}, and a payload has the members of its type and no others.',
    operations: {
      sign: 'The command of these parts. `canonical` is what is signed; `text` is one way to write the command down, and any JSON text of the same value is the same command.',
      payload:
        'A payload by itself, on the channel of its type. Whoever wants the whole way puts the header of the other cases around it and signs. A long one is given as the JSON text `before` + `middle` + `after`.',
      read: 'What a mediator checks first: JSON, members of command and header, type, channel, key id, members of the payload, the sender’s DID, the signature. Clock, audience, rates, nonce and registration come later and are no part of these cases. A mediator answers the reason `invalid-command` with the code INVALID_COMMAND, `unsupported-command` with UNSUPPORTED_COMMAND, `did` with DID_RESOLUTION_FAILED, `signature` with INVALID_SIGNATURE.',
    },
    modules: [
      'lib/protocol/commands.ts',
      'lib/protocol/command-payloads.ts',
      'lib/protocol/held-payloads.ts',
      'lib/protocol/error-codes.ts',
      'lib/protocol/fields.ts',
      'lib/protocol/parse-shape.ts',
      'lib/protocol/signed-object.ts',
    ],
    accept: [
      ...(await signedSamples(samples)),
      ...(await furtherForms(samples)),
      ...(await readableTexts()),
      ...(await smallestPayloads()),
      ...long.accept,
    ],
    refuse: [
      ...(await unreadableTexts()),
      ...(await unreadableHeaders()),
      ...(await unreadableSignatures()),
      ...(await unreadablePayloads(samples)),
      ...long.refuse,
    ],
  };
}
