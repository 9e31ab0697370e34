import type { JsonValue } from '../../lib/crypto/canonical.ts';
import { type CommandType, ERROR_CODES, parseReply } from '../../lib/protocol/commands.ts';
import { longReplies } from './replies/long-replies.ts';
import { replySamples } from './replies/reply-samples.ts';
import { wrongReplies } from './replies/wrong-replies.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { sampleContract } from './support/sample-contract.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const NOW = personas.baseTime * 1000;

function readable(name: string, command: CommandType, reply: Members): AcceptCase {
  const output = JSON.parse(JSON.stringify(parseReply(command, reply))) as Members;
  return { name, operation: 'read', input: { command, reply }, output };
}

const success = (payload: JsonValue): Members => ({ type: 'SUCCESS', payload, timestamp: NOW });
const error = (code: string, more: Members = {}): Members => ({
  type: 'ERROR',
  code,
  message: 'A sentence for people.',
  timestamp: NOW,
  ...more,
});

async function furtherReplies(samples: { [T in CommandType]: Members }): Promise<AcceptCase[]> {
  const { signed } = await sampleContract();
  const [row] = samples.QUERY_PENDING_EVENTS.pending_events as [Members];
  const [event] = samples.QUERY_EVENTS.events as [Members];
  return [
    readable('a registration', 'REQUEST_COMMUNICATION_CONTRACT', success({ signed_contract: { ...signed } })),
    readable('a withdrawn request', 'REVOKE_COMMUNICATION_CONTRACT', success({ contract_id: null })),
    readable('an empty page', 'QUERY_PENDING_EVENTS', success({ pending_events: [], next_cursor: null })),
    readable('members nobody knows are dropped', 'QUERY_PENDING_EVENTS', {
      ...success({ pending_events: [{ ...row, priority: 1 }], next_cursor: null, total: 1 }),
      server: 'another',
    }),
    readable(
      'what is inside a row is judged later',
      'QUERY_PENDING_EVENTS',
      success({
        pending_events: [{ ...row, sender_did: 'nobody', payload: 'nothing' }],
        next_cursor: null,
      }),
    ),
    readable(
      'the longest cursor',
      'QUERY_PENDING_EVENTS',
      success({ pending_events: [], next_cursor: 'c'.repeat(1024) }),
    ),
    ...emptyLists(samples),
    readable('the longest code and message', 'SEND_EVENT', {
      ...error('X'.repeat(64)),
      message: 'x'.repeat(1024),
    }),
    readable('an error with a wait of nothing', 'SEND_EVENT', error('RATE_LIMITED', { retry_after_ms: 0 })),
    readable(
      'the longest code of a row',
      'SEND_EVENTS',
      success({ results: [{ id: 'event-1', ok: false, code: 'X'.repeat(64) }] }),
    ),
    readable('the longest DID', 'FIND_IDENTITIES', success({ dids: ['d'.repeat(2048)] })),
    readable(
      'a row with 16 tags, of 128 characters or none',
      'QUERY_EVENTS',
      success({
        events: [{ ...event, tags: ['t'.repeat(128), ...Array<string>(15).fill('')] }],
        next_cursor: null,
      }),
    ),
    readable('an error that nobody knows', 'SEND_EVENT', error('PAYMENT_REQUIRED')),
    readable('an error with a wait', 'SEND_EVENT', error('RATE_LIMITED', { retry_after_ms: 500 })),
    readable('an error with members nobody knows', 'SEND_EVENT', error('NOT_FOUND', { id: 'event-1' })),
    readable('an error without words', 'SEND_EVENT', error('NOT_FOUND', { message: '' })),
  ];
}

/** Every list of a reply may be empty. */
function emptyLists(samples: { [T in CommandType]: Members }): AcceptCase[] {
  return (Object.entries(samples) as [CommandType, Members][]).flatMap(([command, payload]) => {
    const list = Object.keys(payload).find((name) => Array.isArray(payload[name]));
    if (list === undefined) return [];
    return [readable(`${command}: an empty list`, command, success({ ...payload, [list]: [] }))];
  });
}

/** Replies as a client takes them. */
export async function reply(): Promise<VectorFile> {
  const samples = JSON.parse(JSON.stringify(await replySamples())) as { [T in CommandType]: Members };
  const long = await longReplies(samples);
  const refuse: RefuseCase[] = [];
  for (const { name, command, reply: wrong, why } of wrongReplies(samples)) {
    const input = { command, reply: wrong };
    refuse.push(await refused({ name, operation: 'read', input, why }, () => parseReply(command, wrong)));
  }
  return {
    format: 'reply',
    document: 'protocol.md §5.2',
    about:
      'A reply is SUCCESS with the payload of its command, or ERROR with a code. A client takes it for the word of a party that may lie: members that it does not know are dropped, everything else is bounded.',
    operations: {
      read: 'The `reply` to a command of the type `command`, as a client goes on with it.',
      'read-long':
        'A long one, as the JSON text `before` + `middle` + `after`: how many rows the one list in it has.',
    },
    modules: [
      'lib/protocol/command-replies.ts',
      'lib/protocol/held-replies.ts',
      'lib/protocol/error-codes.ts',
    ],
    accept: [
      ...(Object.entries(samples) as [CommandType, Members][]).map(([command, payload]) =>
        readable(command, command, success(payload)),
      ),
      ...Object.keys(ERROR_CODES).map((code) => readable(`the error ${code}`, 'SEND_EVENT', error(code))),
      ...(await furtherReplies(samples)),
      ...long.accept,
    ],
    refuse: [...refuse, ...long.refuse],
  };
}
