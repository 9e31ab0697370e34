import { encryptAead, importAeadKey } from '../../lib/crypto/aead.ts';
import { base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, hex, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { pad } from '../../lib/crypto/padding.ts';
import {
  type HeldRecord,
  openHeld,
  parseHeldRecord,
  recordCid,
  sealHeld,
} from '../../lib/protocol/held-record.ts';
import { commitmentOf, type InnerMessage } from '../../lib/protocol/inner-message.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { HELD_LIMITS } from '../../lib/protocol/wire.ts';
import {
  bobsWallet,
  epoch,
  type SealRandom,
  sampleHeld,
  sampleInner,
  sealRandom,
  sealWith,
} from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { alice, bob, carol, baseTime } = personas;

const sealInput = (inner: InnerMessage, random: SealRandom, notAfter: number) => ({
  inner,
  receiver: inner.to_address,
  not_after: notAfter,
  epoch: { kid: epoch.kid, public_key: epoch.publicKey },
  content_key_hex: hex(random.contentKey),
  nonce_hex: hex(random.nonce),
  ephemeral_seed_hex: hex(random.ephemeralSeed),
  share_nonce_hex: hex(random.shareNonce),
});

async function sealed(name: string, inner: InnerMessage, notAfter: number): Promise<AcceptCase> {
  const random = sealRandom(inner.id);
  const { record, threshold, shares, cid } = await sealWith(inner, random, notAfter);
  const canonical = canonicalJson(inner);
  return {
    name,
    operation: 'seal',
    input: sealInput(inner, random, notAfter),
    steps: {
      plaintext: canonical,
      padded_length: pad(canonical).length,
      commitment: record.commitment,
      canonical_record: canonicalJson(record),
    },
    output: { record, threshold, shares, cid },
  };
}

const open = async (record: HeldRecord, contentKey: Bytes) =>
  openHeld(record, await importAeadKey(contentKey));

async function opened(name: string, record: HeldRecord, contentKey: Bytes): Promise<AcceptCase> {
  const { inner, author } = await open(record, contentKey);
  return {
    name,
    operation: 'open',
    input: { record, content_key_hex: hex(contentKey) },
    output: { inner, author_signing_key_hex: hex(author.signingKey), cid: recordCid(record) },
  };
}

function notOpened(name: string, record: HeldRecord, why: string, contentKey: Bytes): Promise<RefuseCase> {
  const input = { record, content_key_hex: hex(contentKey) };
  return refused({ name, operation: 'open', input, why }, () => open(record, contentKey));
}

const parsed = (name: string, record: HeldRecord): AcceptCase => ({
  name,
  operation: 'parse',
  input: { record },
  output: { record: parseHeldRecord(record) },
});

const notParsed = (name: string, record: Members, why: string) =>
  refused({ name, operation: 'parse', input: { record }, why }, () => parseHeldRecord(record));

function notSealed(name: string, why: string, inner: InnerMessage, changes: Members): Promise<RefuseCase> {
  const input = { ...sealInput(inner, sealRandom('refused'), inner.timestamp + 86_400), ...changes };
  const { epoch: key, receiver, not_after } = input;
  const to = { receiver, notAfter: not_after, epoch: { kid: key.kid, publicKey: key.public_key } };
  return refused({ name, operation: 'seal', input, why }, () => sealHeld(inner, to));
}

/** Held records: what an escrow keeps until its address is bound. */
export async function heldRecord(): Promise<VectorFile> {
  const { inner, record, random } = await sampleHeld();
  const key = random.contentKey;
  const nonce = seededBytes('altered nonce', 12);
  const sealedText = async (text: string) =>
    base64Encode(await encryptAead(await importAeadKey(key), pad(text), nonce));
  const sealedAs = async (message: object) => sealedText(canonicalJson(message));
  const altered = { ...inner, content: { ...inner.content, body: '{"content":"Hello Rob"}' } };
  const { signature: _, ...unsigned } = inner;
  const renamed = {
    ...unsigned,
    signature: await signObject(unsigned, carol.signer),
  };
  const other = await sampleInner({ content: { type: 'chat.message', body: '{"content":"Goodbye"}' } });
  const flipped = `${record.messages.slice(0, 100)}${record.messages[100] === 'A' ? 'B' : 'A'}${record.messages.slice(101)}`;
  const elsewhere = { ...record, receiver: `0x${'ca'.repeat(20)}` };
  return {
    format: 'held-record',
    document: 'address-messaging.md §2',
    about:
      'The record an escrow keeps: the padded canonical inner message under a fresh content key, named by its commitment, with what must equal the inside beside it; its CID is over its canonical JSON.',
    operations: {
      seal: 'The four random values are used in this order: content key, nonce of messages, ephemeral key of the share, nonce of the share. messages = base64 of nonce ‖ AES-256-GCM ‖ tag over the padded plaintext; the share is that of share.json.',
      open: 'With the content key: decrypted, padding cut, canonical, a verified inner message, commitment, id, room, sender, receiver, time, in this order.',
      parse: 'The shape of a record, with its times.',
    },
    modules: ['lib/protocol/held-record.ts', 'lib/protocol/sealed-json.ts', 'lib/protocol/cid.ts'],
    accept: [
      await sealed('a message of Alice’s to Bob’s wallet, for a day', inner, inner.timestamp + 86_400),
      await sealed(
        'a longer one, for 180 days',
        await sampleInner({
          id: 'message-2',
          seq: 2,
          prev: commitmentOf(inner),
          content: {
            type: 'chat.message',
            body: JSON.stringify({ content: 'Hello again, Zoë 🙂. '.repeat(10) }),
          },
        }),
        inner.timestamp + HELD_LIMITS.maxHold,
      ),
      await opened('by whoever has the content key', record, key),
      await opened(
        'padded otherwise than we do',
        {
          ...record,
          messages: base64Encode(
            await encryptAead(await importAeadKey(key), utf8(canonicalJson(inner)), nonce),
          ),
        },
        key,
      ),
      parsed('kept for a second', { ...record, not_after: record.timestamp + 1 }),
      parsed('kept for 180 days', { ...record, not_after: record.timestamp + HELD_LIMITS.maxHold }),
    ],
    refuse: [
      await notOpened(
        'another sender outside',
        { ...record, sender: carol.did },
        'Outside and inside are equal.',
        key,
      ),
      await notOpened('another receiver outside', elsewhere, 'Outside and inside are equal.', key),
      await notOpened(
        'another time outside',
        { ...record, timestamp: record.timestamp + 1 },
        'Outside and inside are equal.',
        key,
      ),
      await notOpened(
        'another id outside',
        { ...record, id: 'message-2' },
        'Outside and inside are equal.',
        key,
      ),
      await notOpened(
        'another room outside',
        { ...record, room_id: 'ef'.repeat(32) },
        'Outside and inside are equal.',
        key,
      ),
      await notOpened(
        'another commitment outside',
        { ...record, commitment: 'ef'.repeat(32) },
        'The words are those of the commitment or nobody’s.',
        key,
      ),
      await notOpened('another key', record, 'It does not open.', seededBytes('another key', 32)),
      await notOpened(
        'a bit of the ciphertext changed',
        { ...record, messages: flipped },
        'It does not open.',
        key,
      ),
      await notOpened(
        'other words, encrypted anew by whoever has the key',
        { ...record, messages: await sealedAs(altered) },
        'The author did not sign them.',
        key,
      ),
      await notOpened(
        'the same, with the commitment of those words',
        { ...record, messages: await sealedAs(altered), commitment: commitmentOf(altered) },
        'The author did not sign them.',
        key,
      ),
      await notOpened(
        'other words of the same author',
        { ...record, messages: await sealedAs(other) },
        'One ciphertext can open to two texts under two keys; the commitment tells which was sent.',
        key,
      ),
      await notOpened(
        'signed by somebody else in the author’s name',
        { ...record, messages: await sealedAs(renamed), commitment: commitmentOf(renamed) },
        'The signature is not that of the DID it names.',
        key,
      ),
      await notOpened(
        'a plaintext that is not canonical',
        { ...record, messages: await sealedText(JSON.stringify(inner)) },
        'What is encrypted is canonical JSON.',
        key,
      ),
      await notOpened(
        'a plaintext that is no JSON',
        { ...record, messages: await sealedText('Hello Bob') },
        'What is encrypted is canonical JSON.',
        key,
      ),
      await notOpened(
        'a plaintext that is no message',
        { ...record, messages: await sealedAs({ content: 'Hello Bob' }) },
        'What is encrypted is an inner message.',
        key,
      ),
      await notOpened(
        'kept beyond 180 days',
        { ...record, not_after: record.timestamp + HELD_LIMITS.maxHold + 1 },
        'A record is parsed before it is opened.',
        key,
      ),
      await notParsed(
        'kept for no time',
        { ...record, not_after: record.timestamp },
        'not_after is later than timestamp.',
      ),
      await notParsed(
        'kept for 180 days and a second',
        { ...record, not_after: record.timestamp + HELD_LIMITS.maxHold + 1 },
        'not_after is at most 180 days after timestamp.',
      ),
      await notParsed('a member more', { ...record, extra: 1 }, 'There are no other members.'),
      await notParsed('version 2', { ...record, v: 2 }, 'v is 1.'),
      await notParsed(
        'a receiver with capitals',
        { ...record, receiver: bobsWallet.address.toUpperCase().replace('X', 'x') },
        'Addresses are lower case.',
      ),
      await notParsed(
        'a receiver that is a DID',
        { ...record, receiver: bob.did },
        'A receiver is an address.',
      ),
      await notParsed(
        'parties that are hashes',
        { ...record, sender: 'ef'.repeat(32) },
        'That is a handed record.',
      ),
      await notParsed(
        'milliseconds',
        { ...record, timestamp: baseTime * 1000, not_after: baseTime * 1000 + 1 },
        'Times are whole seconds.',
      ),
      await notParsed(
        'ciphertext in base64url',
        { ...record, messages: record.messages.replaceAll('+', '-').replaceAll('/', '_') },
        'Ciphertext is standard base64.',
      ),
      await notSealed(
        'to another address than the message is for',
        'The receiver is the to_address inside.',
        inner,
        { receiver: elsewhere.receiver },
      ),
      await notSealed('until its own time', 'not_after is later than timestamp.', inner, {
        not_after: inner.timestamp,
      }),
      await notSealed('under a key of low order', 'Such a key contributes nothing.', inner, {
        epoch: { kid: epoch.kid, public_key: encodeAgreementKey(new Uint8Array(32)) },
      }),
      await notSealed('under a signing key', 'It is an X25519 key, z6LS….', inner, {
        epoch: { kid: epoch.kid, public_key: alice.did.split(':')[3] ?? '' },
      }),
    ],
  };
}
