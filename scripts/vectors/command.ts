import { type CommandType, channelOf } from '../../lib/protocol/commands.ts';
import { commandSamples, opaque } from './commands/command-samples.ts';
import { furtherForms } from './commands/further-forms.ts';
import { longPayloads } from './commands/long-payloads.ts';
import { malformedPayloads, type Payload } from './commands/malformed-payloads.ts';
import { readPayload } from './commands/read-payload.ts';
import { readableTexts } from './commands/readable-texts.ts';
import { signedSample } from './commands/signed-sample.ts';
import { unreadableHeaders } from './commands/unreadable-headers.ts';
import { unreadableSignatures } from './commands/unreadable-signatures.ts';
import { unreadableTexts } from './commands/unreadable-texts.ts';
import { refused } from './support/refused.ts';
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
    {
      type: 'RESOLVE_ADDRESS',
      address: `0x${'0'.repeat(40)}`,
      chain_id: 1,
    },
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

/** Commands, signed and read. */
export async function command(): Promise<VectorFile> {
  const samples = await commandSamples();
  const long = await longPayloads(samples);
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
