import { type JsonValue, parseJson } from '../../../lib/crypto/canonical.ts';
import { type CommandType, channelOf } from '../../../lib/protocol/commands.ts';
import { refused } from '../support/refused.ts';
import { repeated } from '../support/repeated.ts';
import type { AcceptCase, RefuseCase } from '../support/vector-file.ts';
import { type commandSamples, opaque } from './command-samples.ts';
import type { Payload } from './malformed-payloads.ts';
import { readPayload } from './read-payload.ts';

/** The JSON text of a payload in three parts, of which the middle one repeats. */
interface LongPayload {
  before: string;
  middle: { repeat: string; times: number };
  after: string;
}

const MARK = 'the middle';

/** A payload with so many items in a list: the first as it is in the sample, then always the same one. */
function withItems(payload: object, list: string, count: number, next: JsonValue): LongPayload {
  const [first = next] = (payload as { [name: string]: JsonValue[] })[list] ?? [];
  const text = JSON.stringify({ ...payload, [list]: [first, MARK] });
  const [before = '', after = ''] = text.split(`,"${MARK}"`);
  return { before, middle: repeated(`,${JSON.stringify(next)}`, count - 1), after };
}

/** A payload with a text in it that begins with `head` and goes on with a part so many times. */
function withText(payload: object, member: string, head: string, part: string, times: number): LongPayload {
  const [before = '', after = ''] = JSON.stringify({ ...payload, [member]: head + MARK }).split(MARK);
  return { before, middle: repeated(part, times), after };
}

async function readLong({ before, middle, after }: LongPayload): Promise<CommandType> {
  const payload = parseJson(before + middle.repeat.repeat(middle.times) + after) as Payload & {
    type: CommandType;
  };
  await readPayload(payload, payload.type);
  return payload.type;
}

/** Payloads at their limits and just beyond. */
export async function longPayloads(
  samples: Awaited<ReturnType<typeof commandSamples>>,
): Promise<{ accept: AcceptCase[]; refuse: RefuseCase[] }> {
  const accept: AcceptCase[] = [];
  const refuse: RefuseCase[] = [];
  const takes = async (name: string, input: LongPayload) => {
    const type = await readLong(input);
    const output = { channel: channelOf(type) };
    accept.push({ name: `${type}: ${name}`, operation: 'payload', input: { ...input }, output });
  };
  const wrong = async (name: string, input: LongPayload, why: string) => {
    const parts = { name, operation: 'payload', input: { ...input }, why };
    refuse.push(await refused(parts, () => readLong(input)));
  };
  /** A list with as many items as it may have, and with one more. */
  const list = async (type: CommandType, member: string, most: number, next: JsonValue, why: string) => {
    const { payload } = samples[type];
    await takes(`${most} of ${member}`, withItems(payload, member, most, next));
    await wrong(`${type}: ${most + 1} of ${member}`, withItems(payload, member, most + 1, next), why);
  };
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
  await takes('1,000 ids', ids(999));
  await takes('100 events', events(99));
  await takes('a ciphertext of 174,804 characters', ciphertext(43_701));
  await wrong(
    'ACKNOWLEDGE_PENDING_EVENTS: 1,001 ids',
    ids(1000),
    'An acknowledgement of events has at most 1,000 ids.',
  );
  await wrong('SEND_EVENTS: 101 events', events(100), 'A list has at most 100 items.');
  await wrong(
    'SEND_EVENT: a ciphertext of 174,808 characters',
    ciphertext(43_702),
    'A ciphertext has at most 174,804 characters; a mediator answers this one with PAYLOAD_TOO_LARGE.',
  );

  const HUNDRED = 'A list has at most 100 items.';
  const saved = { id: '1', payload: opaque('next'), tags: [] };
  await list('ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS', 'request_ids', 100, '1', HUNDRED);
  await list('DELETE_EVENTS', 'event_ids', 100, '1', HUNDRED);
  await list('SAVE_EVENTS', 'events', 100, saved, HUNDRED);
  await list('UPDATE_EVENT_TAGS', 'events', 100, { event_id: '1', tags: [] }, HUNDRED);
  await list('CONFIRM_HELD_MESSAGES', 'items', 100, { id: '1', ok: false }, HUNDRED);
  const [item] = samples.REKEY_HELD_MESSAGES.payload.items;
  const short = { ...item, record: { ...item?.record, messages: opaque('short') } };
  const rekeying = { ...samples.REKEY_HELD_MESSAGES.payload, items: [short] };
  const asJson = JSON.parse(JSON.stringify(short)) as JsonValue;
  await takes('100 of items', withItems(rekeying, 'items', 100, asJson));
  await wrong('REKEY_HELD_MESSAGES: 101 of items', withItems(rekeying, 'items', 101, asJson), HUNDRED);
  const { payload: holding } = samples.SAVE_HELD_MESSAGE;
  const held = { ...holding, record: { ...holding.record, messages: opaque('short') }, threshold: 16 };
  const share = JSON.parse(JSON.stringify(holding.shares[0])) as JsonValue;
  await takes('16 of shares, all of them needed', withItems(held, 'shares', 16, share));
  const { payload: registering } = samples.REGISTER_ADDRESS_BINDING;
  const signature = (bytes: number) => withText(registering, 'wallet_signature', '0x', 'ab', bytes);
  await takes('a wallet’s signature of 4,096 bytes', signature(4096));
  await wrong(
    'REGISTER_ADDRESS_BINDING: a wallet’s signature of 4,097 bytes',
    signature(4097),
    'A wallet’s signature has at most 4,096 bytes.',
  );
  const published = { ...samples.PUBLISH_PUBLIC_EVENT.payload, tags: [] };
  const publicText = (length: number) => withText(published, 'event', '', 'x', length);
  await takes('an event of 131,072 characters, and no tags', publicText(131_072));
  await wrong(
    'PUBLISH_PUBLIC_EVENT: an event of 131,073 characters',
    publicText(131_073),
    'A text has at most 131,072 characters.',
  );
  const cursor = (length: number) => withText(samples.QUERY_EVENTS.payload, 'cursor', '', 'c', length);
  await takes('a cursor of 1,024 characters', cursor(1024));
  return { accept, refuse };
}
