import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import type { CommandType } from '../../../lib/protocol/commands.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';

const { baseTime } = personas;
const NOW = baseTime * 1000;

/** A reply that a client refuses. */
export interface WrongReply {
  name: string;
  command: CommandType;
  reply: JsonValue;
  why: string;
}

type Row = Members;
const ID = 'An id has 1 to 128 characters of A-Z, a-z, 0-9, ., _, : and -.';
const SECONDS = 'Times of rows are whole seconds, at most 1e11.';
const WHOLE = 'A whole reply is refused for a row of the wrong shape.';
const CURSOR = 'next_cursor is there, and null at the end, else 1 to 1,024 characters.';

/** Replies with a member too few or wrong, by what is right. */
export function wrongReplies(samples: { [T in CommandType]: Members }): WrongReply[] {
  return [...wrongOutside(samples.SEND_EVENT), ...wrongPayloads(samples), ...missingMembers(samples)];
}

function wrongOutside(payload: Members): WrongReply[] {
  const success = { type: 'SUCCESS', payload, timestamp: NOW };
  const error = { type: 'ERROR', code: 'NOT_FOUND', message: 'There is nothing.', timestamp: NOW };
  const of = (name: string, reply: JsonValue, why: string): WrongReply => ({
    name,
    command: 'SEND_EVENT',
    reply,
    why,
  });
  const OBJECT = 'A reply is an object.';
  const TYPE = 'A reply is SUCCESS or ERROR.';
  const MILLISECONDS = 'The timestamp of a reply is whole milliseconds, above 1e11.';
  return [
    of('nothing', null, OBJECT),
    of('a list', [success], OBJECT),
    of('a text', 'SUCCESS', OBJECT),
    of('no type', { payload, timestamp: NOW }, TYPE),
    of('another type', { ...success, type: 'OK' }, TYPE),
    of('a payload alone', payload, TYPE),
    of('no payload', { type: 'SUCCESS', timestamp: NOW }, 'Every success has a payload.'),
    of('a payload of null', { ...success, payload: null }, 'Every success has a payload.'),
    of('no timestamp', { type: 'SUCCESS', payload }, MILLISECONDS),
    of('a timestamp in seconds', { ...success, timestamp: baseTime }, MILLISECONDS),
    of('a timestamp as a text', { ...success, timestamp: String(NOW) }, MILLISECONDS),
    of('a timestamp with a fraction', { ...success, timestamp: NOW + 0.5 }, MILLISECONDS),
    of('an error without a code', { type: 'ERROR', message: '', timestamp: NOW }, 'An error has a code.'),
    of(
      'an error without a message',
      { type: 'ERROR', code: 'NOT_FOUND', timestamp: NOW },
      'An error has a message.',
    ),
    of('an error without a timestamp', { type: 'ERROR', code: 'NOT_FOUND', message: '' }, MILLISECONDS),
    of('a number as a code', { ...error, code: 404 }, 'A code is a text.'),
    of('a code of 65 characters', { ...error, code: 'X'.repeat(65) }, 'A code has at most 64 characters.'),
    of(
      'a message of 1,025 characters',
      { ...error, message: 'x'.repeat(1025) },
      'A message has at most 1,024 characters.',
    ),
    of(
      'a wait that is negative',
      { ...error, retry_after_ms: -1 },
      'A wait is whole milliseconds from 0 on.',
    ),
    of(
      'a wait with a fraction',
      { ...error, retry_after_ms: 0.5 },
      'A wait is whole milliseconds from 0 on.',
    ),
    of('a wait of null', { ...error, retry_after_ms: null }, 'A wait may be absent, but not null.'),
  ];
}

function wrongPayloads(samples: { [T in CommandType]: Members }): WrongReply[] {
  const cases: WrongReply[] = [];
  const of = (command: CommandType, name: string, payload: JsonValue, why: string) =>
    cases.push({
      name: `${command}: ${name}`,
      command,
      reply: { type: 'SUCCESS', payload, timestamp: NOW },
      why,
    });
  const inRow = (command: CommandType, list: string, changes: Row): Members => {
    const sample = samples[command];
    const [first, ...rest] = sample[list] as Row[];
    return { ...sample, [list]: [{ ...first, ...changes }, ...rest] };
  };
  const many = (command: CommandType, list: string, count: number): Members => {
    const sample = samples[command];
    const [first = null] = sample[list] as JsonValue[];
    return { ...sample, [list]: Array<JsonValue>(count).fill(first) };
  };

  of('SEND_EVENT', 'an id with a space', { event_id: 'a b' }, ID);
  of(
    'SEND_EVENT',
    'the reply to another command',
    samples.FIND_IDENTITIES,
    'The payload is that of the command that was sent.',
  );
  of('REQUEST_COMMUNICATION_CONTRACT', 'neither an id nor a contract', {}, 'One of the two is there.');
  of(
    'COMMUNICATION_CONTRACT_RESPONSE',
    'a contract id in capitals',
    { contract_id: 'AB'.repeat(32) },
    'A contract id is 64 digits of lower-case hex.',
  );
  of(
    'SAVE_COMMUNICATION_CONTRACT',
    'a contract id of null',
    { contract_id: null },
    'Only a withdrawn request has none.',
  );
  const [contract] = samples.QUERY_COMMUNICATION_CONTRACTS.contracts as [Row];
  const signed = contract.signed_contract as Row;
  of(
    'QUERY_COMMUNICATION_CONTRACTS',
    'a contract with a member more',
    inRow('QUERY_COMMUNICATION_CONTRACTS', 'contracts', { signed_contract: { ...signed, extra: 1 } }),
    'A signed contract is closed wherever it comes from.',
  );
  of(
    'QUERY_COMMUNICATION_CONTRACTS',
    'a contract that lasts too long',
    inRow('QUERY_COMMUNICATION_CONTRACTS', 'contracts', {
      signed_contract: {
        ...signed,
        contract: { ...(signed.contract as Row), expires_at: baseTime + 401 * 86_400 },
      },
    }),
    WHOLE,
  );
  of(
    'REQUEST_COMMUNICATION_CONTRACT',
    'a contract with a member more',
    { signed_contract: { ...signed, extra: 1 } },
    'A signed contract is closed wherever it comes from.',
  );
  of(
    'QUERY_PENDING_EVENTS',
    'a row with a time in milliseconds',
    inRow('QUERY_PENDING_EVENTS', 'pending_events', { timestamp: NOW }),
    SECONDS,
  );
  of(
    'QUERY_PENDING_EVENTS',
    'a row without a sender',
    inRow('QUERY_PENDING_EVENTS', 'pending_events', { sender_did: null }),
    WHOLE,
  );
  of(
    'QUERY_PENDING_EVENTS',
    'a number as an id',
    inRow('QUERY_PENDING_EVENTS', 'pending_events', { id: 1 }),
    'Ids are texts.',
  );
  of('QUERY_PENDING_EVENTS', 'no cursor', { pending_events: [] }, CURSOR);
  of('QUERY_PENDING_EVENTS', 'an empty cursor', { ...samples.QUERY_PENDING_EVENTS, next_cursor: '' }, CURSOR);
  of(
    'QUERY_PENDING_EVENTS',
    'a number as a cursor',
    { ...samples.QUERY_PENDING_EVENTS, next_cursor: 2 },
    CURSOR,
  );
  of(
    'QUERY_PENDING_EVENTS',
    'a cursor of 1,025 characters',
    { ...samples.QUERY_PENDING_EVENTS, next_cursor: 'c'.repeat(1025) },
    CURSOR,
  );
  of(
    'QUERY_EVENTS',
    'a row with a time in milliseconds',
    inRow('QUERY_EVENTS', 'events', { created_at: NOW }),
    SECONDS,
  );
  of('QUERY_EVENTS', 'a row without tags', inRow('QUERY_EVENTS', 'events', { tags: null }), WHOLE);
  of(
    'QUERY_EVENTS',
    'a row with 17 tags',
    inRow('QUERY_EVENTS', 'events', { tags: Array<string>(17).fill('t') }),
    'An event has at most 16 tags.',
  );
  of('FIND_IDENTITIES', 'more than 100', many('FIND_IDENTITIES', 'dids', 101), 'At most 100 rows.');
  of(
    'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
    'more than 100',
    many('ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS', 'acknowledged', 101),
    'At most 100 rows.',
  );
  of(
    'FIND_IDENTITIES',
    'a DID of 2,049 characters',
    { dids: ['d'.repeat(2049)] },
    'A DID has at most 2,048 characters.',
  );
  of('UPDATE_EVENT_TAGS', 'a number as a text', { updated: '1' }, 'updated is a number.');
  of('UPDATE_EVENT_TAGS', 'less than none', { updated: -1 }, 'updated is a number from 0 on.');
  of('SEND_EVENTS', 'a row that says neither', { results: [{ id: 'event-1' }] }, 'ok is true or false.');
  of(
    'SEND_EVENTS',
    'a code of 65 characters',
    inRow('SEND_EVENTS', 'results', { code: 'X'.repeat(65) }),
    'A code has at most 64 characters.',
  );
  of(
    'PREPARE_ADDRESS_BINDING',
    'an escrow that is an identity',
    { ...samples.PREPARE_ADDRESS_BINDING, escrow: personas.alice.did },
    'An escrow is a did:web.',
  );
  of(
    'PREPARE_ADDRESS_BINDING',
    'a nonce of 15 characters',
    { ...samples.PREPARE_ADDRESS_BINDING, nonce: 'nonce-000000001' },
    'A nonce has 16 to 64 characters.',
  );
  of('REGISTER_ADDRESS_BINDING', 'a time in milliseconds', { effective_at: NOW }, SECONDS);
  const resolved = samples.RESOLVE_ADDRESS;
  of(
    'RESOLVE_ADDRESS',
    'an answer with a member more',
    { ...resolved, answer: { ...(resolved.answer as Row), extra: 1 } },
    'An answer is signed, and so it is closed.',
  );
  const saved = samples.SAVE_HELD_MESSAGE;
  of(
    'SAVE_HELD_MESSAGE',
    'a receipt with a member more',
    { ...saved, receipt: { ...(saved.receipt as Row), extra: 1 } },
    'A receipt is signed, and so it is closed.',
  );
  of(
    'QUERY_SENT_HELD_MESSAGES',
    'a state that does not exist',
    inRow('QUERY_SENT_HELD_MESSAGES', 'rows', { state: 'LOST' }),
    'There are nine states.',
  );
  of(
    'QUERY_SENT_HELD_MESSAGES',
    'a CID of another form',
    inRow('QUERY_SENT_HELD_MESSAGES', 'rows', { cid: 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG' }),
    'CIDs of records are version 1, raw, sha2-256, base32.',
  );
  of(
    'QUERY_HELD_MESSAGES',
    'a state that does not exist',
    inRow('QUERY_HELD_MESSAGES', 'rows', { state: 'LOST' }),
    'There are nine states.',
  );
  of(
    'CONFIRM_HELD_MESSAGES',
    'a state that does not exist',
    { items: [{ id: 'message-1', state: 'LOST' }] },
    'There are nine states.',
  );
  of('WITHDRAW_HELD_MESSAGE', 'a state that does not exist', { state: 'LOST' }, 'There are nine states.');
  return cases;
}

/** Each payload without each of its members; what a type may go without, and the two forms of a reply, are left out. */
function missingMembers(samples: { [T in CommandType]: Members }): WrongReply[] {
  return (Object.entries(samples) as [CommandType, Members][]).flatMap(([command, payload]) =>
    Object.keys(payload).map((name) => {
      const { [name]: _, ...rest } = payload;
      const reply = { type: 'SUCCESS', payload: rest, timestamp: NOW };
      return { name: `${command}: no ${name}`, command, reply, why: `${name} must be there.` };
    }),
  );
}
