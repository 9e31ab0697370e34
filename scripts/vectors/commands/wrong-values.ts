import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { encodeAgreementKey, encodeSigningKey } from '../../../lib/crypto/multikey.ts';
import type { CommandType } from '../../../lib/protocol/commands.ts';
import { personas } from '../support/personas.ts';
import { opaque } from './command-samples.ts';
import type { MalformedPayload, Payload } from './malformed-payloads.ts';

const { alice, baseTime } = personas;

/** What is wrong, the members in place of the right ones, and why that is refused. */
type Wrong = [name: string, changes: Payload, why: string];

const ID = 'An id has 1 to 128 characters of A-Z, a-z, 0-9, ., _, : and -.';
const PAGE = 'A page has 1 to 100 rows, as a number.';
const CIPHERTEXT = 'A ciphertext is standard base64 with padding, of at least 28 bytes.';
const TAG = 'An encrypted tag is 64 bytes in base64.';
const SECONDS = 'Seconds are whole numbers from 0 to 1e11; what is above is milliseconds by mistake.';
const ADDRESS = 'An address is 0x and 40 digits of lower-case hex.';
const CHAIN = 'A chain id is a whole number from 1 on.';
const HEX = 'A hash is 64 digits of lower-case hex.';
const WALLET = 'A wallet’s signature is 0x and lower-case hex, of 1 to 4,096 whole bytes.';

/** Members with a value that is not allowed, by type. */
export function wrongValues(payloadOf: (type: CommandType) => Payload): MalformedPayload[] {
  const cases: MalformedPayload[] = [];
  for (const [type, wrongs] of Object.entries(tableOf(payloadOf)) as [CommandType, Wrong[]][]) {
    for (const [name, changes, why] of wrongs)
      cases.push({ type, name, payload: { ...payloadOf(type), ...changes }, why });
  }
  return cases;
}

function tableOf(payloadOf: (type: CommandType) => Payload): Partial<Record<CommandType, Wrong[]>> {
  const list = (...items: JsonValue[]) => ({ event_ids: items });
  const inside = (type: CommandType, path: string[], value: JsonValue): Payload =>
    replaced(payloadOf(type), path, value) as Payload;
  const contract = (member: string, value: JsonValue) =>
    inside('SAVE_COMMUNICATION_CONTRACT', ['signed_contract', 'contract', member], value);
  const record = (member: string, value: JsonValue) => inside('SAVE_HELD_MESSAGE', ['record', member], value);
  const share = (member: string, value: JsonValue) =>
    inside('SAVE_HELD_MESSAGE', ['shares', '0', member], value);
  const [oneShare = null] = payloadOf('SAVE_HELD_MESSAGE').shares as JsonValue[];
  const handed = (...path: [...string[], JsonValue]) =>
    inside('REKEY_HELD_MESSAGES', ['items', '0', ...(path.slice(0, -1) as string[])], path.at(-1) ?? null);
  const event = (member: string, value: JsonValue) => inside('SAVE_EVENTS', ['events', '0', member], value);
  const aliceKey = encodeAgreementKey(alice.ephemeral.publicKey);
  return {
    DELETE_EVENTS: [
      ['an empty id', list(''), ID],
      ['an id of 129 characters', list('x'.repeat(129)), ID],
      ['an id with a space', list('a b'), ID],
      ['an id with a slash', list('a/b'), ID],
      ['an id beyond ASCII', list('é'), ID],
      ['an id with a line feed after it', list('a\n'), ID],
      ['a number as an id', list(1), ID],
      ['no id at all', list(), 'A list has at least one item.'],
      ['101 ids', list(...Array<string>(101).fill('a')), 'A list has at most 100 items.'],
      ['an id in place of the list', { event_ids: 'a' }, 'Nothing is converted: a list is a list.'],
    ],
    ACKNOWLEDGE_PENDING_EVENTS: [['no id at all', list(), 'A list has at least one item.']],
    ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: [
      ['101 ids', { request_ids: Array<string>(101).fill('a') }, 'A list has at most 100 items.'],
    ],
    QUERY_EVENTS: [
      ['a page of 0', { limit: 0 }, PAGE],
      ['a page of −1', { limit: -1 }, PAGE],
      ['a page of 101', { limit: 101 }, PAGE],
      ['a page that is true', { limit: true }, PAGE],
      ['an empty cursor', { cursor: '' }, 'A cursor has 1 to 1,024 characters.'],
      ['a cursor of 1,025 characters', { cursor: 'c'.repeat(1025) }, 'A cursor has 1 to 1,024 characters.'],
      ['a number as a cursor', { cursor: 5 }, 'A cursor is a text.'],
      ['milliseconds in after', { after: baseTime * 1000 }, SECONDS],
      ['one second more than there is', { before: 100_000_000_001 }, SECONDS],
      ['a time before 1970', { after: -1 }, SECONDS],
      ['a time as a text', { after: String(baseTime) }, SECONDS],
      ['an order in capitals', { order: 'ASC' }, 'The order is asc or desc.'],
      ['17 tags', { tags: Array<string>(17).fill(opaque('tag', 64)) }, 'There are at most 16 tags.'],
      ['a plain tag', { tags: ['chat.1'] }, TAG],
      ['a tag of 63 bytes', { tags: [opaque('tag', 63)] }, TAG],
      ['a tag of 65 bytes', { tags: [opaque('tag', 65)] }, TAG],
      ['a tag of 66 bytes', { tags: [opaque('tag', 66)] }, TAG],
      ['a tag of 66 bytes, as long as one of 64', { tags: [opaque('tag', 66)] }, TAG],
      ['a tag that is not base64', { tags: ['!'.repeat(88)] }, TAG],
    ],
    QUERY_PENDING_EVENTS: [['a page of 501', { limit: 501 }, 'A page of the inbox has 1 to 500 rows.']],
    QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: [['a page of 101', { limit: 101 }, PAGE]],
    QUERY_COMMUNICATION_CONTRACTS: [['a page of 101', { limit: 101 }, PAGE]],
    SEND_EVENT: [
      ['an id with a space', { id: 'a b' }, ID],
      ['a ciphertext of 27 bytes', { payload: opaque('short', 27) }, CIPHERTEXT],
      ['a ciphertext that is not base64', { payload: '!'.repeat(60) }, CIPHERTEXT],
      ['a ciphertext in base64url', { payload: `-_${opaque('url').slice(2)}` }, CIPHERTEXT],
      [
        'a ciphertext without its padding',
        { payload: opaque('padding', 46).replaceAll('=', '') },
        CIPHERTEXT,
      ],
      ['a ciphertext with a line feed', { payload: `${opaque('line')}\n` }, CIPHERTEXT],
      ['a plain event', { payload: { text: 'Hello' } }, CIPHERTEXT],
    ],
    SEND_EVENTS: [
      ['no event', { events: [] }, 'A list has at least one item.'],
      ['an event that is a text', { events: [opaque('text')] }, 'An event has id and payload.'],
    ],
    SAVE_EVENTS: [
      ['an id with a space', event('id', 'a b'), ID],
      ['17 tags', event('tags', Array<string>(17).fill(opaque('tag', 64))), 'There are at most 16 tags.'],
      ['a plain tag', event('tags', ['chat.1']), TAG],
      ['a room in capitals', { anchor: { room_id: 'AB'.repeat(32) } }, HEX],
      ['a room of 31 bytes', { anchor: { room_id: 'ab'.repeat(31) } }, HEX],
      ['an anchor without a room', { anchor: {} }, 'An anchor has room_id.'],
      ['an anchor that is true', { anchor: true }, 'An anchor has room_id.'],
      [
        'an anchor with a member more',
        { anchor: { room_id: 'ab'.repeat(32), chain_id: 137 } },
        'An anchor has room_id and nothing else.',
      ],
    ],
    UPDATE_EVENT_TAGS: [
      ['a plain tag', { events: [{ event_id: 'own-1', tags: ['chat.1'] }] }, TAG],
      [
        'an id in place of event_id',
        { events: [{ id: 'own-1', tags: [] }] },
        'The member is called event_id.',
      ],
    ],
    REQUEST_COMMUNICATION_CONTRACT: [
      ['a request that is not encrypted', { encrypted_request: 'please' }, CIPHERTEXT],
      [
        'a signing key as the ephemeral one',
        { requestor_ephemeral_public_key: encodeSigningKey(alice.signer.publicKey) },
        'The ephemeral key is X25519, multibase.',
      ],
      [
        'an ephemeral key of low order',
        { requestor_ephemeral_public_key: encodeAgreementKey(new Uint8Array(32)) },
        'Agreeing with this key gives no secret.',
      ],
      [
        'an ephemeral key in hex',
        { requestor_ephemeral_public_key: '00'.repeat(32) },
        'The ephemeral key is X25519, multibase.',
      ],
    ],
    SAVE_COMMUNICATION_CONTRACT: [
      [
        'a lifetime of 59 seconds',
        contract('expires_at', baseTime + 59),
        'A contract lasts 60 s to 400 days.',
      ],
      [
        'a lifetime of 400 days and a second',
        contract('expires_at', baseTime + 400 * 86_400 + 1),
        'A contract lasts 60 s to 400 days.',
      ],
      ['an end in milliseconds', contract('expires_at', (baseTime + 86_400) * 1000), SECONDS],
      ['one party twice', contract('recipient_did', alice.did), 'A contract has two parties.'],
      [
        'one ephemeral key twice',
        contract('recipient_encryption_public_key', aliceKey),
        'Each party has an ephemeral key of its own.',
      ],
      [
        'a mediator as the requestor',
        contract('requestor_did', 'did:web:mediator.example'),
        'A requestor is an identity.',
      ],
      [
        'a signature of 63 bytes',
        inside('SAVE_COMMUNICATION_CONTRACT', ['signed_contract', 'requestor_signature'], opaque('x', 63)),
        'A signature has 64 bytes.',
      ],
      [
        'a contract as a JSON text',
        { signed_contract: '{}' },
        'Nothing is converted: a contract is an object.',
      ],
    ],
    REVOKE_COMMUNICATION_CONTRACT: [
      ['an id in capitals', { contract_id: 'AB'.repeat(32) }, HEX],
      ['an id of 31 bytes', { contract_id: 'ab'.repeat(31) }, HEX],
      [
        'an id and the contract',
        { signed_contract: payloadOf('SAVE_COMMUNICATION_CONTRACT').signed_contract ?? null },
        'It is one of the two.',
      ],
    ],
    PUBLISH_PUBLIC_EVENT: [
      ['a channel with a space', { channel_id: 'my board' }, ID],
      ['an event that is an object', { event: { text: 'Hello' } }, 'A public event is JSON text.'],
      ['a tag with a space', { tags: ['my news'] }, 'A tag has 1 to 256 characters of A-Za-z0-9._:$@#/-.'],
      ['an empty tag', { tags: [''] }, 'A tag has 1 to 256 characters of A-Za-z0-9._:$@#/-.'],
      [
        'a tag of 257 characters',
        { tags: ['t'.repeat(257)] },
        'A tag has 1 to 256 characters of A-Za-z0-9._:$@#/-.',
      ],
      ['17 tags', { tags: Array<string>(17).fill('t') }, 'There are at most 16 tags.'],
      ['a time in milliseconds', { timestamp: baseTime * 1000 }, SECONDS],
      ['a publisher', { publisher_did: alice.did }, 'The publisher is the sender and not repeated.'],
    ],
    DELETE_PUBLIC_EVENT: [['an id with a space', { public_event_id: 'a b' }, ID]],
    RESOLVE_ADDRESS: [
      ['an address with capitals', { address: `0x${'Ab'.repeat(20)}` }, ADDRESS],
      ['an address without 0x', { address: 'ab'.repeat(20) }, ADDRESS],
      ['an address of 19 bytes', { address: `0x${'ab'.repeat(19)}` }, ADDRESS],
      ['a name', { address: 'bob.eth' }, ADDRESS],
      ['chain 0', { chain_id: 0 }, CHAIN],
      ['a chain as a text', { chain_id: '137' }, CHAIN],
    ],
    PREPARE_ADDRESS_BINDING: [['an address with capitals', { address: `0x${'Ab'.repeat(20)}` }, ADDRESS]],
    REVOKE_ADDRESS_BINDING: [
      ['an address with capitals', { address: `0x${'Ab'.repeat(20)}` }, ADDRESS],
      ['a signature of no bytes', { wallet_signature: '0x' }, WALLET],
    ],
    REGISTER_ADDRESS_BINDING: [
      ['a signature with capitals', { wallet_signature: `0x${'AB'.repeat(65)}` }, WALLET],
      ['a signature of half a byte', { wallet_signature: '0xabc' }, WALLET],
      ['a signature without 0x', { wallet_signature: 'ab'.repeat(65) }, WALLET],
      ['a signature of 4,097 bytes', { wallet_signature: `0x${'ab'.repeat(4097)}` }, WALLET],
      [
        'a binding that ends when it begins',
        inside('REGISTER_ADDRESS_BINDING', ['binding', 'expiresAt'], baseTime),
        'A binding ends after it begins.',
      ],
      [
        'an escrow that is an identity',
        inside('REGISTER_ADDRESS_BINDING', ['binding', 'escrow'], alice.did),
        'An escrow is a did:web.',
      ],
      [
        'a chain in the binding',
        inside('REGISTER_ADDRESS_BINDING', ['binding', 'chainId'], 137),
        'The chain stands beside the binding.',
      ],
    ],
    SAVE_HELD_MESSAGE: [
      ['another version', record('v', 2), 'There is version 1.'],
      ['a receiver with capitals', record('receiver', `0x${'Ab'.repeat(20)}`), ADDRESS],
      [
        'held until it was written',
        record('not_after', baseTime),
        'A message is held for up to 180 days after its time.',
      ],
      [
        'held for 180 days and a second',
        record('not_after', baseTime + 180 * 86_400 + 1),
        'A message is held for up to 180 days after its time.',
      ],
      ['a commitment in capitals', record('commitment', 'AB'.repeat(32)), HEX],
      ['a threshold of 0', { threshold: 0 }, 'A threshold is 1 to 16.'],
      ['a threshold of 17', { threshold: 17 }, 'A threshold is 1 to 16.'],
      ['no share', { shares: [] }, 'There are 1 to 16 shares.'],
      ['17 shares', { shares: Array<JsonValue>(17).fill(oneShare) }, 'There are 1 to 16 shares.'],
      [
        'a wrapped key of 61 bytes',
        share('ciphertext', opaque('share', 61)),
        'A wrapped content key has 60 bytes.',
      ],
      ['a kid with a space', share('kid', 'epoch 1'), ID],
      [
        'an ephemeral key of low order',
        share('epk', encodeAgreementKey(new Uint8Array(32))),
        'Agreeing with this key gives no secret.',
      ],
    ],
    REKEY_HELD_MESSAGES: [
      ['nothing', { items: [] }, 'A list has at least one item.'],
      [
        'a record with its time to the second',
        handed('record', 'timestamp', baseTime),
        'The times of a published record are whole hours.',
      ],
      [
        'a record that names its sender',
        handed('record', 'sender', alice.did),
        'Parties are hashed in a published record.',
      ],
      [
        'a receipt with a CID of another form',
        handed('receipt', 'new_cid', 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG'),
        'CIDs of records are version 1, raw, sha2-256, base32.',
      ],
    ],
    CONFIRM_HELD_MESSAGES: [
      ['nothing', { items: [] }, 'A list has at least one item.'],
      ['a yes that is a text', { items: [{ id: 'held-1', ok: 'yes' }] }, 'ok is true or false.'],
      ['a state in place of ok', { items: [{ id: 'held-1', state: 'CONFIRMED' }] }, 'ok is true or false.'],
    ],
    WITHDRAW_HELD_MESSAGE: [['an id with a space', { id: 'a b' }, ID]],
    QUERY_HELD_MESSAGES: [
      ['a page of 101', { limit: 101 }, PAGE],
      [
        'a move that nobody signed',
        { moved: { old_did: alice.did, new_did: alice.did, timestamp: baseTime } },
        'A moved statement carries its signature.',
      ],
    ],
    QUERY_SENT_HELD_MESSAGES: [['a page of 101', { limit: 101 }, PAGE]],
  };
}

/** A value with another one at a path; its other members stay. */
function replaced(value: JsonValue, [name, ...rest]: string[], by: JsonValue): JsonValue {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === name ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) throw new Error(`nothing is called ${name}`);
  return { ...value, [name]: replaced(value[name] ?? null, rest, by) };
}
