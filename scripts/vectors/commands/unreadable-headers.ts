import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { personas } from '../support/personas.ts';
import type { RefuseCase } from '../support/vector-file.ts';
import { COMMAND_TIME, headerOf } from './header-of.ts';
import { unreadable, unreadableSigned } from './read-command.ts';
import { signAnything } from './sign-anything.ts';

type Header = { [name: string]: JsonValue };

const { alice, bob, mediator, baseTime } = personas;
const PAYLOAD = { type: 'QUERY_EVENTS', tags: [] };
const HEADER = headerOf('alice', mediator.did, 'QUERY_EVENTS');

const wrong = (name: string, changes: Header, why: string) =>
  unreadableSigned(name, [{ ...HEADER, ...changes }, PAYLOAD], why);

/** Envelopes and headers with a member too many, too few or wrong, each signed as it is. */
export async function unreadableHeaders(): Promise<RefuseCase[]> {
  return [
    ...(await wrongMembers()),
    await wrong('a channel that does not exist', { channel: 'BROADCAST' }, 'There are three channels.'),
    await wrong(
      'the channel of another type',
      { channel: 'TWO_WAY_PRIVATE' },
      'The type decides the channel; that of this one is DIRECT_AUTHENTICATED.',
    ),
    await wrong('a timestamp in seconds', { timestamp: baseTime }, 'A header counts milliseconds.'),
    await wrong(
      'the largest number that is seconds as a timestamp',
      { timestamp: 100_000_000_000 },
      'A header counts milliseconds, which are above 1e11.',
    ),
    await wrong('a timestamp as a text', { timestamp: String(COMMAND_TIME) }, 'A timestamp is a number.'),
    await wrong('a nonce of 15 characters', { nonce: 'nonce-000000001' }, 'A nonce has 16 to 64 characters.'),
    await wrong('a nonce of 65 characters', { nonce: 'n'.repeat(65) }, 'A nonce has 16 to 64 characters.'),
    await wrong(
      'a nonce in base64',
      { nonce: 'nonce+000000000/' },
      'A nonce has the characters A-Z, a-z, 0-9, _ and - only.',
    ),
    await wrong(
      'the key id of another',
      { sender_signing_key_id: `${bob.did}#signing` },
      'The key id is the sender’s DID and #signing.',
    ),
    await wrong(
      'another key of the sender',
      { sender_signing_key_id: `${alice.did}#pre-key` },
      'The key id is the sender’s DID and #signing.',
    ),
    await wrong(
      'a key id without its DID',
      { sender_signing_key_id: '#signing' },
      'The key id is the sender’s DID and #signing.',
    ),
    await wrong('a mediator as the sender', { sender_did: mediator.did }, 'A sender is an identity.'),
    await wrong(
      'a recipient that is a URL',
      { recipient_did: 'https://mediator.example' },
      'A recipient is a DID.',
    ),
    await wrong(
      'a recipient of another method',
      { recipient_did: 'did:key:z6Mk' },
      'Recipients are identities (did:decentrl) and mediators (did:web).',
    ),
    await wrong(
      'a recipient longer than 2,048 characters',
      { recipient_did: `did:web:${'a'.repeat(2041)}` },
      'A DID has at most 2,048 characters.',
    ),
    ...(await wrongSenders()),
    ...(await wrongTypes()),
  ];
}

async function wrongMembers(): Promise<RefuseCase[]> {
  const cases: RefuseCase[] = [];
  const command = await signAnything(HEADER, PAYLOAD);
  for (const name of ['header', 'payload', 'signature'] as const) {
    const { [name]: _, ...rest } = command;
    cases.push(await unreadable(`no ${name}`, JSON.stringify(rest), 'A command has exactly three members.'));
  }
  const more = JSON.stringify({ ...command, id: 1 });
  cases.push(await unreadable('a member beside the three', more, 'A command has exactly three members.'));
  for (const name of Object.keys(HEADER)) {
    const { [name]: _, ...rest } = HEADER;
    const why = 'A header has exactly six members.';
    cases.push(await unreadableSigned(`no ${name}`, [rest, PAYLOAD], why));
    cases.push(await wrong(`${name} null`, { [name]: null }, 'No member of a header may be null.'));
  }
  cases.push(
    await wrong('a seventh member in the header', { version: 1 }, 'A header has exactly six members.'),
  );
  return cases;
}

async function wrongSenders(): Promise<RefuseCase[]> {
  const mediatorSegment = alice.did.slice(alice.did.lastIndexOf(':') + 1);
  const preKey = encodeAgreementKey(alice.preKey.publicKey);
  const weak = 'z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP';
  const of = (name: string, did: string, why: string) =>
    wrong(name, { sender_did: did, sender_signing_key_id: `${did}#signing` }, why);
  return [
    await of('a sender whose DID has one segment', 'did:decentrl:x', 'A DID has three or four segments.'),
    await of('a sender whose DID has five segments', `${alice.did}:x`, 'A DID has three or four segments.'),
    await of(
      'a sender with a signing key of low order',
      `did:decentrl:${weak}:${preKey}:${mediatorSegment}`,
      'Anybody can sign for this key.',
    ),
    await of(
      'a sender whose mediator is none',
      alice.did.replace(mediatorSegment, 'AAAA'),
      'The last segment of a DID is a did:web.',
    ),
  ];
}

async function wrongTypes(): Promise<RefuseCase[]> {
  const of = (name: string, type: JsonValue, why: string) =>
    unreadableSigned(name, [HEADER, { type, tags: [] }], why);
  return [
    await of('a type that does not exist', 'DROP_TABLES', 'There is no such command.'),
    await of('a type in small letters', 'query_events', 'There is no such command.'),
    await of('the name of a member that objects inherit', 'toString', 'There is no such command.'),
    await of('an empty type', '', 'There is no such command.'),
    await of('a type that is no text', 1, 'A type is a text.'),
    await of('a type of null', null, 'A type is a text.'),
    await unreadableSigned('no type', [HEADER, { tags: [] }], 'Every payload names its type.'),
    await unreadableSigned(
      'a type that does not exist, on a channel that does not exist',
      [{ ...HEADER, channel: 'BROADCAST' }, { type: 'DROP_TABLES' }],
      'The members of the header are checked before the type.',
    ),
  ];
}
