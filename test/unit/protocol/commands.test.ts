import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Command,
  type CommandPayload,
  type CommandType,
  channelOf,
  ERROR_CODES,
  errorCodeOf,
  newNonce,
  PAYLOADS,
  parseCommand,
  parseReply,
  REPLIES,
  signCommand,
  verifyCommand,
} from '../../../lib/protocol/commands.ts';
import { completeRequest, type SignedContract, signRequest } from '../../../lib/protocol/contract.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { alice, bob, MEDIATOR_DID, requestContract } from './check-identities.ts';
import { heldPayloads } from './held-samples.ts';

const refusal = (reason: string) => expect.objectContaining({ name: 'ProtocolError', reason });
const ciphertext = 'A'.repeat(400);
const blob = `${'A'.repeat(86)}==`;
const hash = 'ab'.repeat(32);
let signed_contract: SignedContract;
let payloads: { [T in CommandType]: CommandPayload<T> };

beforeAll(async () => {
  const request = await signRequest({ contract: requestContract() }, alice.signer);
  signed_contract = await completeRequest(request, {
    recipientEphemeral: bob.ephemeralMultibase,
    signer: bob.signer,
  });
  payloads = {
    REQUEST_COMMUNICATION_CONTRACT: {
      type: 'REQUEST_COMMUNICATION_CONTRACT',
      encrypted_request: ciphertext,
      requestor_ephemeral_public_key: alice.ephemeralMultibase,
    },
    COMMUNICATION_CONTRACT_RESPONSE: { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract },
    QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: {
      type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
      limit: 100,
    },
    ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: {
      type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
      request_ids: ['a'],
    },
    SAVE_COMMUNICATION_CONTRACT: { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract },
    QUERY_COMMUNICATION_CONTRACTS: { type: 'QUERY_COMMUNICATION_CONTRACTS', cursor: null },
    REVOKE_COMMUNICATION_CONTRACT: { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: hash },
    FIND_IDENTITIES: { type: 'FIND_IDENTITIES' },
    QUERY_PENDING_EVENTS: { type: 'QUERY_PENDING_EVENTS', limit: 1, cursor: 'abc' },
    ACKNOWLEDGE_PENDING_EVENTS: { type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: ['a', 'b'] },
    SAVE_EVENTS: { type: 'SAVE_EVENTS', events: [{ id: 'x', payload: ciphertext, tags: [blob] }] },
    QUERY_EVENTS: { type: 'QUERY_EVENTS', tags: [], after: 1, order: 'desc' },
    UPDATE_EVENT_TAGS: { type: 'UPDATE_EVENT_TAGS', events: [{ event_id: 'x', tags: [] }] },
    DELETE_EVENTS: { type: 'DELETE_EVENTS', event_ids: ['x'] },
    SEND_EVENT: { type: 'SEND_EVENT', id: 'x', payload: ciphertext },
    SEND_EVENTS: { type: 'SEND_EVENTS', events: [{ id: 'x', payload: ciphertext }] },
    PUBLISH_PUBLIC_EVENT: {
      type: 'PUBLISH_PUBLIC_EVENT',
      channel_id: 'news',
      event: '{}',
      tags: ['a'],
      timestamp: 1_700_000_000,
      event_signature: blob,
    },
    DELETE_PUBLIC_EVENT: { type: 'DELETE_PUBLIC_EVENT', public_event_id: 'x' },
    ...(await heldPayloads()),
  };
});

const sign = (payload: CommandPayload, overrides = {}) =>
  signCommand(
    {
      channel: channelOf(payload.type),
      senderDid: alice.did.did,
      recipientDid: MEDIATOR_DID,
      timestamp: 1_700_000_000_000,
      nonce: newNonce(),
      payload,
      ...overrides,
    },
    alice.signer,
  );

const copy = (command: Command) => JSON.parse(JSON.stringify(command)) as Command;
const types = Object.keys(PAYLOADS) as CommandType[];

describe('a command', () => {
  it.each(types)('%s goes over the wire and names its sender', async (type) => {
    const command = copy(await sign(payloads[type]));
    expect(parseCommand(command)).toEqual(command);
    expect(await verifyCommand(command)).toEqual(alice.did);
  });

  it.each(types)(
    '%s is refused with a member more, on another channel, or with any leaf changed',
    async (type) => {
      const command = await sign(payloads[type]);
      const more = copy(command);
      (more.payload as Record<string, unknown>).extra = 1;
      expect(() => parseCommand(more)).toThrow(refusal('invalid-command'));
      const channel = channelOf(type) === 'ONE_WAY_PUBLIC' ? 'TWO_WAY_PRIVATE' : 'ONE_WAY_PUBLIC';
      expect(() => parseCommand({ ...command, header: { ...command.header, channel } })).toThrow(
        refusal('invalid-command'),
      );
      const other = {
        ...copy(command),
        header: { ...command.header, timestamp: command.header.timestamp + 1 },
      };
      await expect(verifyCommand(other)).rejects.toEqual(refusal('signature'));
    },
  );

  it('T-49 is bound to its audience, its sender and its nonce', async () => {
    const command = await sign(payloads.SEND_EVENT);
    for (const header of [{ recipient_did: bob.did.did }, { nonce: newNonce() }]) {
      const changed = { ...command, header: { ...command.header, ...header } };
      await expect(verifyCommand(changed)).rejects.toEqual(refusal('signature'));
    }
    const stolen = {
      ...command,
      header: { ...command.header, sender_did: bob.did.did, sender_signing_key_id: `${bob.did.did}#signing` },
    };
    await expect(verifyCommand(stolen)).rejects.toEqual(refusal('signature'));
    const keyOfAnother = {
      ...command,
      header: { ...command.header, sender_signing_key_id: `${bob.did.did}#signing` },
    };
    await expect(verifyCommand(keyOfAnother)).rejects.toEqual(refusal('invalid-command'));
  });

  it('is verified over what is used, whatever the order or spelling on the wire', async () => {
    const command = await sign(payloads.QUERY_EVENTS);
    const { header, payload, signature } = command;
    const reordered = JSON.parse(
      JSON.stringify({
        signature,
        payload: Object.fromEntries(Object.entries(payload).reverse()),
        header,
      }).replace('"after":1', '"after":2,"after":1.0'),
    );
    expect(await verifyCommand(reordered)).toEqual(alice.did);
    expect(parseCommand(reordered)).toEqual(command);
  });

  it.each<[string, (command: Record<string, Record<string, unknown>>) => void, string]>([
    [
      'an unknown type',
      (c) => {
        c.payload = { type: 'DROP_TABLE' };
      },
      'unsupported-command',
    ],
    [
      'a type of Object’s',
      (c) => {
        c.payload = { type: 'toString' };
      },
      'unsupported-command',
    ],
    [
      'no header',
      (c) => {
        delete c.header;
      },
      'invalid-command',
    ],
    [
      'a header member more',
      (c) => {
        Object.assign(c.header as object, { x: 1 });
      },
      'invalid-command',
    ],
    [
      'a time in seconds',
      (c) => {
        Object.assign(c.header as object, { timestamp: 1_700_000_000 });
      },
      'invalid-command',
    ],
    [
      'a short nonce',
      (c) => {
        Object.assign(c.header as object, { nonce: 'abc' });
      },
      'invalid-command',
    ],
    [
      'a short signature',
      (c) => {
        Object.assign(c, { signature: 'AAAA' });
      },
      'invalid-command',
    ],
    [
      'a tag of 66 bytes, as long as a right one',
      (c) => {
        c.payload = { type: 'QUERY_EVENTS', tags: ['A'.repeat(88)] };
      },
      'invalid-command',
    ],
    [
      'a magic key',
      (c) => {
        c.payload = JSON.parse('{"type":"SEND_EVENT","__proto__":{}}');
      },
      'invalid-command',
    ],
    [
      'a fraction',
      (c) => {
        c.payload = { type: 'QUERY_EVENTS', tags: [], after: 1.5 };
      },
      'invalid-command',
    ],
    [
      '-0',
      (c) => {
        c.payload = { type: 'QUERY_EVENTS', tags: [], after: -0 };
      },
      'invalid-command',
    ],
    [
      'limit 101',
      (c) => {
        c.payload = { type: 'QUERY_EVENTS', tags: [], limit: 101 };
      },
      'invalid-command',
    ],
    [
      'limit 501 of the pending queue',
      (c) => {
        c.payload = { type: 'QUERY_PENDING_EVENTS', limit: 501 };
      },
      'invalid-command',
    ],
    [
      'no ids',
      (c) => {
        c.payload = { type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: [] };
      },
      'invalid-command',
    ],
    [
      '101 ids',
      (c) => {
        c.payload = { type: 'DELETE_EVENTS', event_ids: Array(101).fill('a') };
      },
      'invalid-command',
    ],
    [
      '1,001 acknowledgements',
      (c) => {
        c.payload = { type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: Array(1_001).fill('a') };
      },
      'invalid-command',
    ],
    [
      '17 tags',
      (c) => {
        c.payload = { type: 'QUERY_EVENTS', tags: Array(17).fill(blob) };
      },
      'invalid-command',
    ],
    [
      'a bare revocation',
      (c) => {
        c.payload = { type: 'REVOKE_COMMUNICATION_CONTRACT' };
      },
      'invalid-command',
    ],
    [
      'ciphertext that is not base64',
      (c) => {
        c.payload = { type: 'SEND_EVENT', id: 'x', payload: `${'A'.repeat(399)}*` };
      },
      'invalid-command',
    ],
    [
      'too much ciphertext',
      (c) => {
        c.payload = { type: 'SEND_EVENT', id: 'x', payload: 'A'.repeat(174_808) };
      },
      'invalid-command',
    ],
  ])('is refused with %s', async (_, change, reason) => {
    const command = copy(await sign(payloads.SEND_EVENT));
    change(command as unknown as Record<string, Record<string, unknown>>);
    // On the channel of its type, so that nothing but the change can be the reason.
    const { type } = command.payload;
    if (Object.hasOwn(PAYLOADS, type) && command.header) command.header.channel = channelOf(type);
    expect(() => parseCommand(command)).toThrow(refusal(reason));
  });

  it('is refused with a sender whose DID does not parse', async () => {
    const command = copy(await sign(payloads.FIND_IDENTITIES));
    const did = `${alice.did.did.slice(0, -4)}xxxx`;
    Object.assign(command.header, { sender_did: did, sender_signing_key_id: `${did}#signing` });
    await expect(verifyCommand(command)).rejects.toEqual(refusal('did'));
  });

  it('is not signed when its receiver would refuse it', async () => {
    await expect(sign(payloads.SEND_EVENT, { channel: 'ONE_WAY_PUBLIC' })).rejects.toEqual(
      refusal('invalid-command'),
    );
    await expect(sign(payloads.SEND_EVENT, { timestamp: 1 })).rejects.toEqual(refusal('invalid-command'));
    await expect(sign({ type: 'SEND_EVENT', id: '', payload: ciphertext })).rejects.toEqual(
      refusal('invalid-command'),
    );
  });

  it('never ends in anything but a refusal, whatever JSON comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(() => parseCommand(json)).toThrow(expect.objectContaining({ name: 'ProtocolError' }));
      }),
    );
  });
});

describe('error codes', () => {
  it('have the status protocol.md §5 gives', () => {
    expect(Object.keys(ERROR_CODES)).toHaveLength(17);
    expect(ERROR_CODES.PAYLOAD_TOO_LARGE).toBe(413);
  });

  it('say why a command was refused', () => {
    const code = (reason: string) => errorCodeOf(new ProtocolError(reason));
    expect(
      ['unsupported-command', 'did', 'signature', 'timestamp', 'invalid-command', 'bytes'].map(code),
    ).toEqual([
      'UNSUPPORTED_COMMAND',
      'DID_RESOLUTION_FAILED',
      'INVALID_SIGNATURE',
      'TIMESTAMP_OUT_OF_RANGE',
      'INVALID_COMMAND',
      'INVALID_COMMAND',
    ]);
    expect(errorCodeOf(new Error('disk'))).toBeNull();
  });
});

describe('a reply', () => {
  const success = (payload: unknown) => ({ type: 'SUCCESS', payload, timestamp: 1_700_000_000_000 });

  it('has one schema a command', () => {
    expect(Object.keys(REPLIES)).toEqual(types);
  });

  it('is read without what we do not know', () => {
    const row = { id: 'a', sender_did: bob.did.did, payload: 'AAAA', timestamp: 1, future: 1 };
    const reply = parseReply('QUERY_PENDING_EVENTS', {
      ...success({ pending_events: [row], next_cursor: null, x: 1 }),
      y: 2,
    });
    expect(reply).toEqual(success({ pending_events: [{ ...row, future: undefined }], next_cursor: null }));
  });

  it('is either of two for a contract request', () => {
    expect(parseReply('REQUEST_COMMUNICATION_CONTRACT', success({ signed_contract })).type).toBe('SUCCESS');
    expect(parseReply('REQUEST_COMMUNICATION_CONTRACT', success({ request_id: 'r' })).type).toBe('SUCCESS');
  });

  it('may be an error, even one whose code we do not know', () => {
    const error = {
      type: 'ERROR',
      code: 'TEAPOT',
      message: '',
      timestamp: 1_700_000_000_000,
      retry_after_ms: 5,
    };
    expect(parseReply('SEND_EVENT', error)).toEqual(error);
  });

  it.each([
    ['nothing', null],
    ['no payload', success(undefined)],
    ['another’s payload', success({ event_ids: ['a'] })],
    ['an endless id', success({ event_id: 'x'.repeat(200) })],
    ['a time in seconds', { ...success({ event_id: 'a' }), timestamp: 1 }],
    ['another type', { ...success({ event_id: 'a' }), type: 'MAYBE' }],
  ])('is refused as %s', (_, reply) => {
    expect(() => parseReply('SEND_EVENT', reply)).toThrow(refusal('reply'));
  });

  it('is refused with more rows than a page', () => {
    expect(() => parseReply('SAVE_EVENTS', success({ event_ids: Array(101).fill('a') }))).toThrow(
      refusal('reply'),
    );
  });
});
