import { hex } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { pad } from '../../lib/crypto/padding.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import {
  commitmentOf,
  contentOf,
  type InnerFields,
  type InnerMessage,
  openInner,
  roomId,
  signInner,
  verifyInner,
} from '../../lib/protocol/inner-message.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { bobsWallet, innerFields, roomSalt, sampleInner } from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { alice, bob, carol, baseTime, mediator } = personas;

async function signed(name: string, changes: Partial<InnerFields> = {}): Promise<AcceptCase> {
  const fields = { ...innerFields, ...changes };
  const inner = await signInner(fields, alice.signer);
  const { signature, ...unsigned } = inner;
  return {
    name,
    operation: 'sign',
    input: { ...fields, signing_seed_hex: hex(alice.signingSeed) },
    steps: {
      room_id: inner.room_id,
      canonical: canonicalJson(unsigned),
      signature,
      canonical_with_signature: canonicalJson(inner),
    },
    output: { inner, commitment: commitmentOf(inner) },
  };
}

const outcome = async (inner: unknown): Promise<Members> => {
  const verified = await verifyInner(inner);
  return {
    author_signing_key_hex: hex(verified.author.signingKey),
    commitment: commitmentOf(verified.inner),
  };
};

async function verified(name: string, inner: InnerMessage): Promise<AcceptCase> {
  return { name, operation: 'verify', input: { inner }, output: await outcome(inner) };
}

async function opened(name: string, text: string): Promise<AcceptCase> {
  const { inner } = await openInner(text);
  return {
    name,
    operation: 'open',
    input: { text },
    output: { id: inner.id, commitment: commitmentOf(inner) },
  };
}

async function content(name: string, body: string): Promise<AcceptCase> {
  const inner = await sampleInner({ content: { type: 'chat.message', body } });
  const { type, data } = contentOf(inner);
  return { name, operation: 'content', input: { content: inner.content }, output: { type, data } };
}

function notVerified(name: string, inner: Members, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'verify', input: { inner }, why }, () => verifyInner(inner));
}

function notOpened(name: string, text: string, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'open', input: { text }, why }, () => openInner(text));
}

function notSigned(
  name: string,
  changes: Partial<InnerFields>,
  why: string,
  by = alice,
): Promise<RefuseCase> {
  const fields = { ...innerFields, ...changes };
  const input = { ...fields, signing_seed_hex: hex(by.signingSeed) };
  return refused({ name, operation: 'sign', input, why }, () => signInner(fields, by.signer));
}

const WITH_BODY = 'A body is the text of JSON within the limits of content.';

/** What a sender signs of a message to an address. */
export async function innerMessage(): Promise<VectorFile> {
  const first = await sampleInner();
  const { content: words } = first;
  const { signature: _, ...unsigned } = first;
  const canonical = canonicalJson(first);
  const body = (text: string) => ({ ...first, content: { ...words, body: text } });
  const alsoAlice = formatDid({
    alias: null,
    signingKey: alice.signer.publicKey,
    preKey: alice.preKey.publicKey,
    mediatorDid: mediator.did,
  });
  const elsewhere = { ...unsigned, room_id: 'ab'.repeat(32) };
  const carols = roomId(carol.signer.publicKey, bobsWallet.address, roomSalt);
  return {
    format: 'inner-message',
    document: 'address-messaging.md §2',
    about:
      'The signed words of a message to an address, which survive every re-encryption; the commitment is the SHA-256 of their canonical JSON with the signature in it.',
    operations: {
      sign: 'Adds v and room_id, signs the canonical JSON of that, adds signature.',
      verify: 'A parsed message by itself: shape, DID, room, signature, in this order.',
      open: 'The same from its text, with or without the spaces of padding; the text must be canonical.',
      content: 'Type and data of the event that the message is; body is a JSON text.',
    },
    modules: ['lib/protocol/inner-message.ts', 'lib/protocol/signed-object.ts'],
    accept: [
      await signed('the first in a room'),
      await signed('the second in a room: prev is the commitment of the first', {
        id: 'message-2',
        timestamp: baseTime + 60,
        seq: 2,
        prev: commitmentOf(first),
      }),
      await signed('a body is any JSON text, kept as it is', {
        content: { type: 'a', body: ' { "text" : "Zoë 🙂", "half" : 0.5, "nothing" : null } ' },
      }),
      await signed('a body that is no object', { content: { type: 'a!~"\\', body: 'null' } }),
      await signed('without an alias, on another chain, at second 0', {
        from_did: alsoAlice,
        chain_id: Number.MAX_SAFE_INTEGER,
        timestamp: 0,
      }),
      await signed('on chain 1', { chain_id: 1 }),
      await verified('as it was signed', first),
      await opened('canonical text', canonical),
      await opened('padded text', new TextDecoder().decode(pad(canonical))),
      await opened('padded otherwise', `${canonical}   `),
      await content('the data of an event', words.body),
      await content('numbers that are no integers', '{"half":0.5,"large":1e300}'),
      await content('a member twice: the last one counts', '{"a":1,"a":2}'),
    ],
    refuse: [
      await notVerified('other words', body('{"content":"Hello Rob"}'), 'The signature is over the words.'),
      await notVerified(
        'the same data, written otherwise',
        body('{ "content":"Hello Bob"}'),
        'The signature is over the text of body.',
      ),
      await notVerified(
        'another time',
        { ...first, timestamp: baseTime + 1 },
        'The signature is over every member.',
      ),
      await notVerified('another number', { ...first, seq: 2 }, 'The signature is over every member.'),
      await notVerified('another chain', { ...first, chain_id: 1 }, 'The signature is over every member.'),
      await notVerified(
        'to another address',
        { ...first, to_address: `0x${'ca'.repeat(20)}` },
        'The room is that of the address.',
      ),
      await notVerified(
        'from somebody else',
        { ...first, from_did: carol.did },
        'The room is that of the first sender.',
      ),
      await notVerified(
        'from somebody else, in a room of theirs',
        { ...first, from_did: carol.did, room_id: carols },
        'The signature is not that of the DID it names.',
      ),
      await notVerified(
        'in a room of no author, signed as it is',
        { ...elsewhere, signature: await signObject(elsewhere, alice.signer) },
        'The room is made of author, address and salt, whatever is signed.',
      ),
      await notVerified(
        'from another DID with the same keys',
        { ...first, from_did: alsoAlice },
        'The room is the same, since it is made of the key; the signature is over the whole DID.',
      ),
      await notVerified(
        'with another salt',
        { ...first, room_salt: '00'.repeat(32) },
        'The room is not of this salt.',
      ),
      await notVerified(
        'a DID whose keys are none',
        { ...first, from_did: `${first.from_did.slice(0, -40)}AAAA` },
        'The DID does not parse.',
      ),
      await notVerified('without a signature', unsigned, 'All members are there.'),
      await notVerified('a member more', { ...first, extra: null }, 'No other members are there.'),
      await notVerified('without prev', withoutPrev(first), 'The first in a room has prev: null.'),
      await notVerified('version 2', { ...first, v: 2 }, 'v is 1.'),
      await notVerified(
        'milliseconds',
        { ...first, timestamp: baseTime * 1000 },
        'A time above 100,000,000,000 is no time in seconds.',
      ),
      await notVerified('half a second', { ...first, timestamp: baseTime + 0.5 }, 'Times are whole seconds.'),
      await notVerified('number 0', { ...first, seq: 0 }, 'seq counts from 1.'),
      await notVerified('chain 0', { ...first, chain_id: 0 }, 'Chain ids begin with 1.'),
      await notVerified(
        'an address with capitals',
        { ...first, to_address: first.to_address.toUpperCase().replace('X', 'x') },
        'Addresses are lower case.',
      ),
      await notVerified(
        'a prev with capitals',
        { ...first, prev: 'AB'.repeat(32) },
        'Hashes are lower-case hex.',
      ),
      await notVerified(
        'an id with a slash',
        { ...first, id: 'a/b' },
        'Ids have 1 to 128 characters of A-Za-z0-9._:-.',
      ),
      await notVerified(
        'a type with a space',
        { ...first, content: { ...words, type: 'a b' } },
        'Types have 1 to 128 printable ASCII characters, none of them a space.',
      ),
      await notVerified(
        'a type of 129 characters',
        { ...first, content: { ...words, type: 'a'.repeat(129) } },
        'Types have 1 to 128 printable ASCII characters, none of them a space.',
      ),
      await notVerified(
        'a body that is an object',
        { ...first, content: { type: 'a', body: { content: 'Hello Bob' } } },
        'A body is a text.',
      ),
      await notVerified('a body that is no JSON', body('{'), WITH_BODY),
      await notVerified('a body with a lone surrogate, escaped', body('{"a":"\\ud800"}'), WITH_BODY),
      await notVerified('a body with minus zero', body('{"a":-0}'), WITH_BODY),
      await notVerified('a body with a number that is not finite', body('{"a":1e400}'), WITH_BODY),
      await notVerified('a body with the key __proto__', body('{"__proto__":1}'), WITH_BODY),
      await notVerified('a body 33 deep', body('['.repeat(33) + ']'.repeat(33)), WITH_BODY),
      await notVerified(
        'a signature in base64url',
        {
          ...first,
          signature: first.signature.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
        },
        'Signatures are base64 with padding.',
      ),
      await notVerified(
        'a signature with loose bits',
        { ...first, signature: loosened(first.signature) },
        'The bits after the last byte are zero.',
      ),
      await notOpened('a line feed at the end', `${canonical}\n`, 'Only spaces may follow.'),
      await notOpened('a space before it', ` ${canonical}`, 'Only spaces may follow.'),
      await notOpened('a space inside', canonical.replace(':', ': '), 'The text is canonical.'),
      await notOpened('another order of members', JSON.stringify(first), 'The text is canonical.'),
      await notOpened('a member twice', canonical.replace('"v":1', '"v":1,"v":1'), 'The text is canonical.'),
      await notOpened(
        'a needless escape',
        canonical.replace('message-1', 'message\\u002d1'),
        'The text is canonical.',
      ),
      await notOpened('no JSON', canonical.slice(0, -1), 'The text is JSON.'),
      await notSigned('by another key than that of the DID', {}, 'An identity signs for itself.', bob),
      await notSigned('a salt of 31 bytes', { room_salt: 'ab'.repeat(31) }, 'A salt is 32 bytes.'),
      await notSigned('to no address', { to_address: 'alice.eth' }, 'Names are resolved before.'),
      await notSigned(
        'at a time in milliseconds',
        { timestamp: baseTime * 1000 },
        'A time above 100,000,000,000 is no time in seconds.',
      ),
    ],
  };
}

function withoutPrev({ prev: _, ...others }: InnerMessage): Members {
  return others;
}

/** The same 64 bytes in another text: the last character before the padding carries four bits that belong to no byte. */
function loosened(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const last = signature.at(-3) ?? '';
  return `${signature.slice(0, -3)}${alphabet[alphabet.indexOf(last) + 1]}==`;
}
