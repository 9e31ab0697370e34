import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { verifierOf } from '../../../lib/protocol/did.ts';
import {
  type Envelope,
  encryptEnvelope,
  envelopeHash,
  formatEvent,
  newDeviceId,
  newEventId,
  openEnvelope,
  parseEvent,
  signatureHash,
  signEnvelope,
  verifyEnvelope,
} from '../../../lib/protocol/envelope.ts';
import { sealJson } from '../../../lib/protocol/sealed-json.ts';
import { encryptStored, openStored } from '../../../lib/protocol/stored-event.ts';
import { alice, bob } from './check-identities.ts';

const contractId = 'ab'.repeat(32);
const refusal = (reason?: string) =>
  expect.objectContaining({ name: 'ProtocolError', ...(reason ? { reason } : {}) });
const meta = { id: newEventId(), dev: newDeviceId(), seq: 1, prev: null, tags: ['chat.abc'] };
const event = formatEvent({ type: 'chat.message', data: { chatId: 'abc', content: 'Hello Bob' }, meta });
let root: CryptoKey;
let other: CryptoKey;
let envelope: Envelope;

beforeAll(async () => {
  root = await importAeadKey(new Uint8Array(32).fill(1));
  other = await importAeadKey(new Uint8Array(32).fill(2));
  envelope = await signEnvelope({ contractId, event, timestamp: 1_700_000_000 }, alice.signer);
});

const check = (from = alice) => ({ contractId, counterpartySigningKey: from.did.signingKey });

describe('an envelope', () => {
  it('carries any event there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), async (content) => {
        const json = JSON.stringify({ content }).replaceAll('-0', '0');
        // What protocol.md §1 refuses, and the tests of canonical JSON try.
        fc.pre(!/"(__proto__|constructor|prototype)":|\\ud[89a-f]/i.test(json));
        const data = JSON.parse(json);
        const text = formatEvent({ type: 'a.b', data });
        const sent = await signEnvelope({ contractId, event: text, timestamp: 1 }, alice.signer);
        const opened = await openEnvelope(await encryptEnvelope(sent, root), root);
        expect(opened).toEqual(sent);
        expect((await verifyEnvelope(opened, check())).data).toEqual(data);
      }),
      { numRuns: 30 },
    );
  });

  it('is verified with a key imported once just as well', async () => {
    const counterpartySigningKey = await verifierOf(alice.did);
    expect(await verifyEnvelope(envelope, { contractId, counterpartySigningKey })).toEqual(JSON.parse(event));
  });

  it('D-03 D-10 is refused under another contract', async () => {
    await expect(verifyEnvelope(envelope, { ...check(), contractId: 'cd'.repeat(32) })).rejects.toEqual(
      refusal('contract-id'),
    );
  });

  it('D-04 is refused when it comes back to its sender', async () => {
    await expect(verifyEnvelope(envelope, check(bob))).rejects.toEqual(refusal('signature'));
  });

  it.each([
    ['event', event.replace('Bob', 'Eve')],
    ['timestamp', 1_700_000_001],
    ['signature', `${'A'.repeat(85)}A==`],
  ])('is refused with another %s', async (name, value) => {
    await expect(verifyEnvelope({ ...envelope, [name]: value }, check())).rejects.toEqual(
      refusal('signature'),
    );
  });

  it('is refused with a member more or less, or a time in milliseconds', async () => {
    for (const changed of [
      { ...envelope, extra: 1 },
      { ...envelope, signature: undefined },
      { ...envelope, contract_id: contractId.toUpperCase() },
      { ...envelope, timestamp: 1_700_000_000_000 },
      { ...envelope, event: { type: 'a' } },
    ]) {
      await expect(verifyEnvelope(changed as Envelope, check())).rejects.toEqual(refusal('envelope'));
    }
  });

  it('opens only from canonical text under its key', async () => {
    const payload = await encryptEnvelope(envelope, root);
    await expect(openEnvelope(payload, other)).rejects.toEqual(refusal('decryption'));
    await expect(openEnvelope(payload.slice(4), root)).rejects.toEqual(refusal('decryption'));
    await expect(openEnvelope(`${payload}=`, root)).rejects.toEqual(refusal('base64'));
    await expect(openEnvelope(await sealJson([1], root), root)).rejects.toEqual(refusal('envelope'));
  });

  it('T-64 has one of ten sizes, and is refused beyond 128 KiB', async () => {
    const sizeOf = async (length: number) => {
      const text = formatEvent({ type: 'a', data: 'x'.repeat(length) });
      const sent = await signEnvelope({ contractId, event: text, timestamp: 1 }, alice.signer);
      return base64Decode(await encryptEnvelope(sent, root)).length - 28;
    };
    expect(await sizeOf(1)).toBe(256);
    expect(await sizeOf(100)).toBe(512);
    expect(await sizeOf(3000)).toBe(4096);
    expect(await sizeOf(130_000)).toBe(131_072);
    await expect(sizeOf(130_900)).rejects.toEqual(refusal('too-large'));
  });

  it('T-38 is told apart by its signature’s bytes, and chained by its canonical text', async () => {
    const again = Object.fromEntries(Object.entries(envelope).reverse()) as Envelope;
    expect(signatureHash(again)).toBe(signatureHash(envelope));
    expect(envelopeHash(again)).toBe(envelopeHash(envelope));
    const next = await signEnvelope({ contractId, event, timestamp: 1_700_000_001 }, alice.signer);
    expect(signatureHash(next)).not.toBe(signatureHash(envelope));
    expect(envelopeHash(next)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('an event', () => {
  it('keeps members that are unknown to us', () => {
    const text = JSON.stringify({ type: 'a', data: 1.5, future: true, meta: { ...meta, more: [1] } });
    expect(parseEvent(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no type', '{"data":1}'],
    ['no data', '{"type":"a"}'],
    ['an empty type', '{"type":"","data":1}'],
    ['a type with a space', '{"type":"a b","data":1}'],
    ['a magic key', '{"type":"a","data":{"__proto__":{}}}'],
    ['an infinite number', '{"type":"a","data":1e999}'],
    ['a lone surrogate', '{"type":"a","data":"\\ud800"}'],
    ['too much depth', `{"type":"a","data":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['sequence 0', JSON.stringify({ type: 'a', data: 1, meta: { ...meta, seq: 0 } })],
    ['a short device', JSON.stringify({ type: 'a', data: 1, meta: { ...meta, dev: 'ab' } })],
    ['a bad tag', JSON.stringify({ type: 'a', data: 1, meta: { ...meta, tags: ['a b'] } })],
    ['17 tags', JSON.stringify({ type: 'a', data: 1, meta: { ...meta, tags: Array(17).fill('a') } })],
  ])('is refused with %s', (_, text) => {
    expect(() => parseEvent(text)).toThrow(refusal('event'));
  });
});

describe('a stored copy', () => {
  const stored = () => ({
    v: 1 as const,
    event,
    meta: {
      direction: 'in' as const,
      sender_did: alice.did.did,
      recipient_did: bob.did.did,
      contract_id: contractId,
      timestamp: envelope.timestamp,
      signature: envelope.signature,
      tags: ['chat.abc'],
    },
  });

  it('opens under the store key and proves itself again', async () => {
    const copy = await openStored(await encryptStored(stored(), root), root);
    expect(copy).toEqual(stored());
    const { contract_id, timestamp, signature } = copy.meta;
    const again = {
      contract_id: contract_id ?? '',
      event: copy.event,
      timestamp,
      signature: signature ?? '',
    };
    expect(await verifyEnvelope(again, check())).toEqual(JSON.parse(event));
  });

  it('may be a record of one’s own, without an envelope', async () => {
    const own = {
      ...stored(),
      meta: { ...stored().meta, direction: 'self' as const, contract_id: null, signature: null },
    };
    expect(await openStored(await encryptStored(own, root), root)).toEqual(own);
  });

  it('D-03 D-14 is refused as an envelope, and an envelope as a copy', async () => {
    await expect(openStored(await encryptEnvelope(envelope, root), root)).rejects.toEqual(refusal('stored'));
    await expect(openEnvelope(await encryptStored(stored(), root), root)).rejects.toEqual(
      refusal('envelope'),
    );
    await expect(openStored(await encryptStored(stored(), root), other)).rejects.toEqual(
      refusal('decryption'),
    );
    const unsigned = { ...stored(), meta: { ...stored().meta, signature: null } };
    await expect(openStored(await sealJson(unsigned, root), root)).rejects.toEqual(refusal('stored'));
  });
});
