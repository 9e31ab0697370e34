import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { type SignIn, type SignInMessage, signSignIn, verifySignIn } from '../../lib/protocol/sign-in.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

type Asked = { message: Omit<SignInMessage, 'type'>; signing_seed_hex: string };
type Answered = { answer: SignIn; origin: string; nonce: string; now: number };

const { accept, refuse } = casesOf({
  async sign({ message, signing_seed_hex }: Asked) {
    return { output: { answer: await signSignIn(message, signerFromSeed(hexDecode(signing_seed_hex))) } };
  },
  async verify({ answer, origin, nonce, now }: Answered) {
    const { identity, message } = await verifySignIn(answer, { origin, nonce, now });
    return { output: { signing_key_hex: hex(identity.signingKey), message } };
  },
});

const { alice, bob, carol, mediator, baseTime } = personas;
const origin = 'https://dapp.example';
/** An origin of this many characters, in labels of 31. */
const originOf = (length: number) =>
  `https://${`${'a'.repeat(31)}.`.repeat(16).slice(-(length - 8 - 7))}example`;
const nonce = 'nonce-of-the-site-1';

/** Signing in somewhere. */
export async function signIn(): Promise<VectorFile> {
  const message = {
    origin,
    did: alice.did,
    nonce,
    statement: 'Sign in to the dApp – nothing is paid.',
    issued_at: baseTime,
    expiration_time: baseTime + 600,
    resources: ['https://dapp.example/terms', 'chat:abc'],
  };
  const alsoAlice = formatDid({
    alias: null,
    signingKey: alice.signer.publicKey,
    preKey: alice.preKey.publicKey,
    mediatorDid: mediator.did,
  });
  const bare = { ...message, statement: null, expiration_time: null, resources: null };
  const signing_seed_hex = hex(alice.signingSeed);
  const asked = { origin, nonce, now: baseTime + 60 };
  const signs = (name: string, one: Omit<SignInMessage, 'type'>) =>
    accept(name, 'sign', { message: one, signing_seed_hex });
  const noSign = (name: string, changes: object, why: string) =>
    refuse(name, 'sign', { message: { ...message, ...changes }, signing_seed_hex }, why);
  /** An answer as somebody would have signed it with these changes. */
  const answerOf = async (changes: object = {}, signer = alice.signer): Promise<SignIn> => {
    const signed = { type: 'decentrl.signIn', ...message, ...changes };
    return { did: signed.did, message: canonicalJson(signed), signature: await signObject(signed, signer) };
  };
  const answer = await answerOf();
  const verifies = async (name: string, changes: object, context: Partial<Answered> = {}) =>
    accept(name, 'verify', { answer: await answerOf(changes), ...asked, ...context });
  const no = async (name: string, changes: object, why: string, context: Partial<Answered> = {}) =>
    refuse(name, 'verify', { answer: await answerOf(changes), ...asked, ...context }, why);
  const leftOut = async (member: string) => {
    const all = Object.entries({ type: 'decentrl.signIn', ...message });
    const others = Object.fromEntries(all.filter(([name]) => name !== member));
    const signature = await signObject(others, alice.signer);
    const one = { ...answer, message: canonicalJson(others), signature };
    return refuse(
      `no ${member}`,
      'verify',
      { answer: one, ...asked },
      'What is absent is null, if it may be.',
    );
  };
  const noAnswer = (name: string, changes: object, why: string) =>
    refuse(name, 'verify', { answer: { ...answer, ...changes }, ...asked }, why);
  const noOrigin = (name: string, one: string, why: string) =>
    no(name, { origin: one }, why, { origin: one });
  const SCHEME = 'It is not the serialised origin of a URL.';
  return {
    format: 'sign-in',
    document: 'protocol.md §8.1',
    about: 'What a person signs to sign in somewhere, and what a site checks.',
    operations: {
      sign: 'Signs a message; its type is added.',
      verify: 'Verifies an answer at a site of this origin that gave out this nonce. `now` is in seconds.',
    },
    modules: ['lib/protocol/sign-in.ts'],
    accept: await Promise.all([
      signs('a message with everything', message),
      signs('a message with nothing that may be null', bare),
      verifies('verified', {}),
      verifies('nothing that may be null', { statement: null, expiration_time: null, resources: null }),
      verifies('from a clock that is 300 seconds ahead', {}, { now: baseTime - 300 }),
      verifies('a second before it expires', {}, { now: baseTime + 599 }),
      verifies(
        'an origin with a port',
        { origin: 'https://dapp.example:8443' },
        { origin: 'https://dapp.example:8443' },
      ),
      verifies(
        'an origin of this machine',
        { origin: 'http://localhost:3000' },
        { origin: 'http://localhost:3000' },
      ),
      verifies('a nonce of 8 characters', { nonce: '12345678' }, { nonce: '12345678' }),
      verifies('32 resources', { resources: Array.from({ length: 32 }, (_, at) => `r${at}`) }),
      verifies('an empty list of resources', { resources: [] }),
      verifies('a nonce of 256 characters', { nonce: 'n'.repeat(256) }, { nonce: 'n'.repeat(256) }),
      verifies('an empty statement', { statement: '' }),
      verifies('a statement of 1,024 characters', { statement: 'x'.repeat(1024) }),
      verifies('a resource of 2,048 characters', { resources: ['x'.repeat(2048)] }),
      verifies('an empty resource', { resources: [''] }),
      verifies('an origin of 512 characters', { origin: originOf(512) }, { origin: originOf(512) }),
    ]),
    refuse: await Promise.all([
      noSign('in the name of another', { did: bob.did }, 'The signing key is not that of the DID.'),
      noSign('an origin with a path', { origin: `${origin}/` }, SCHEME),
      noSign('a nonce of 7 characters', { nonce: '1234567' }, 'A nonce has 8 to 256 characters.'),
      noSign('a statement that is a number', { statement: 1 }, 'It is a text or null.'),
      noSign('a member more', { domain: 'dapp.example' }, 'There are eight members with the type.'),
      no('another origin', {}, 'It is for another site.', { origin: 'https://other.example' }),
      no('another port', {}, 'It is for another site.', { origin: 'https://dapp.example:8443' }),
      no('another scheme', {}, 'It is for another site.', { origin: 'http://dapp.example' }),
      no('another nonce', {}, 'It answers another question.', { nonce: 'nonce-of-the-site-2' }),
      no('from a clock that is 301 seconds ahead', {}, 'It is from the future.', { now: baseTime - 301 }),
      no('at the second it expires', {}, 'It has expired.', { now: baseTime + 600 }),
      refuse(
        'signed by another',
        'verify',
        { answer: await answerOf({}, carol.signer), ...asked },
        'The identity did not sign.',
      ),
      noAnswer('another DID beside the message', { did: bob.did }, 'The message names another.'),
      noAnswer(
        'another DID of the same key beside the message',
        { did: alsoAlice },
        'The message names another DID, though its key is the same.',
      ),
      no('a DID that does not parse', { did: 'did:decentrl:a:b:c' }, 'The DID does not parse.'),
      no('a mediator', { did: mediator.did }, 'It is an identity.'),
      noAnswer(
        'a changed bit in the signature',
        { signature: flipBit(answer.signature, 7) },
        'It is not valid.',
      ),
      noAnswer(
        'a changed statement',
        { message: answer.message.replace('nothing', 'a little') },
        'It is not what was signed.',
      ),
      noAnswer(
        'a message that is not canonical',
        { message: `${answer.message}\n` },
        'It is canonical text.',
      ),
      noAnswer('a message that is no JSON', { message: 'hello' }, 'It is canonical text.'),
      noAnswer(
        'a message as an object',
        { message: JSON.parse(answer.message) },
        'It is the text that was signed.',
      ),
      noAnswer('a member more in the answer', { origin }, 'There are three members.'),
      noAnswer('an answer without a signature', { signature: '' }, 'A signature has 88 characters.'),
      no('another type', { type: 'decentrl.signOut' }, 'The type is decentrl.signIn.'),
      ...Object.keys(message).map(leftOut),
      no('a member more in the message', { domain: 'dapp.example' }, 'There are eight members.'),
      no('a statement of 1,025 characters', { statement: 'x'.repeat(1025) }, 'It has at most 1,024.'),
      no(
        '33 resources',
        { resources: Array.from({ length: 33 }, (_, at) => `r${at}`) },
        'There are at most 32.',
      ),
      no('a resource of 2,049 characters', { resources: ['x'.repeat(2049)] }, 'It has at most 2,048.'),
      no('a time in milliseconds', { issued_at: baseTime * 1000 }, 'Times are whole seconds.'),
      no('an end in milliseconds', { expiration_time: baseTime * 1000 }, 'Times are whole seconds.'),
      no('a nonce of 257 characters', { nonce: 'n'.repeat(257) }, 'A nonce has 8 to 256 characters.', {
        nonce: 'n'.repeat(257),
      }),
      noOrigin('an origin of 513 characters', originOf(513), 'It has at most 512.'),
      noOrigin('an origin with a slash at its end', `${origin}/`, SCHEME),
      noOrigin('an origin with its default port', `${origin}:443`, SCHEME),
      noOrigin('an origin in capitals', 'https://DAPP.example', SCHEME),
      noOrigin('an origin without a scheme', 'dapp.example', SCHEME),
      noOrigin('an opaque origin', 'null', SCHEME),
      noOrigin('an origin that is a URL of data', 'data:text/plain,x', SCHEME),
    ]),
  };
}
