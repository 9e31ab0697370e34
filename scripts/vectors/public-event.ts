import { base64urlEncode } from '../../lib/crypto/base64url.ts';
import { hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import {
  type PublicEvent,
  type SignedPublicEvent,
  signPublicEvent,
  verifyPublicEvent,
} from '../../lib/protocol/public-event.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import { repeated } from './support/repeated.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { alice, bob, baseTime } = personas;

const idOf = (signature: string) => base64urlEncode(sha256(utf8(signature)).subarray(0, 16));

const { accept, refuse } = casesOf({
  async sign({ signing_seed_hex, event }: { signing_seed_hex: string; event: PublicEvent }) {
    const { event_signature } = await signPublicEvent(event, signerFromSeed(hexDecode(signing_seed_hex)));
    return {
      steps: { canonical: canonicalJson(event) },
      output: { event_signature, public_event_id: idOf(event_signature) },
    };
  },
  async verify({ event }: { event: SignedPublicEvent }) {
    const publisher = await verifyPublicEvent(event);
    return { output: { publisher_did: publisher.did, public_event_id: idOf(event.event_signature) } };
  },
});

const EVENT: PublicEvent = {
  publisher_did: alice.did,
  channel_id: 'board',
  event: '{"text":"Hello everybody"}',
  tags: ['news', 'chat.$1'],
  timestamp: baseTime,
};
const seed = hex(alice.signingSeed);

const signed: [name: string, changes: Partial<PublicEvent>][] = [
  ['a statement', {}],
  ['without tags', { tags: [] }],
  ['16 tags of every character', { tags: Array<string>(16).fill('Aa0._:$@#/-') }],
  ['a tag twice', { tags: ['news', 'news'] }],
  ['an event that is empty, since nobody parses it', { event: '' }],
  ['an event that is no JSON', { event: 'Hello' }],
  ['characters beyond ASCII', { event: '{"text":"Zoë 🎈 \\" \u2028"}' }],
  ['the first second there is', { timestamp: 0 }],
  ['the last second there is', { timestamp: 100_000_000_000 }],
  ['the longest channel', { channel_id: 'c'.repeat(128) }],
];

const TAG = 'A tag has 1 to 256 characters of A-Za-z0-9._:$@#/-.';
/** The longest text of an event, in characters. */
const LONGEST = 131_072;
const SHORT = 'The text of an event has at most 131,072 characters.';
const MEMBERS = 'A public event has exactly six members.';
const NOT_SIGNED = 'This is not what the publisher signed.';

/** Statements for everybody. */
export async function publicEvent(): Promise<VectorFile> {
  const accepted: AcceptCase[] = [];
  for (const [name, changes] of signed) {
    const event = { ...EVENT, ...changes };
    accepted.push(await accept(name, 'sign', { signing_seed_hex: seed, event }));
  }
  const whole = await signPublicEvent(EVENT, alice.signer);
  accepted.push(await accept('a statement, verified', 'verify', { event: { ...whole } }));
  accepted.push(
    await accept('a statement with its members in another order, verified', 'verify', {
      event: Object.fromEntries(Object.entries(whole).reverse()) as SignedPublicEvent & Members,
    }),
  );
  const longest = await signPublicEvent({ ...EVENT, event: 'x'.repeat(LONGEST) }, alice.signer);
  accepted.push(
    await accept(
      'an event of 131,072 characters, verified',
      'verify',
      { event: { ...longest } },
      { event: { ...longest, event: repeated('x', LONGEST) } },
    ),
  );
  return {
    format: 'public-event',
    document: 'protocol.md §8.2',
    about:
      'A public event is signed over publisher_did, channel_id, event, tags and timestamp; its id is base64url of the first 16 bytes of SHA-256 of the text of that signature.',
    operations: {
      sign: 'Signature and id of a statement. `canonical` is what is signed.',
      verify: 'Who published a statement, as GET /public/{did} gives it without public_event_id, and the id.',
    },
    modules: ['lib/protocol/public-event.ts'],
    accept: accepted,
    refuse: await refusals(whole),
  };
}

async function refusals(whole: SignedPublicEvent): Promise<RefuseCase[]> {
  const cases: RefuseCase[] = [];
  const changed = async (name: string, changes: Members, why: string) =>
    cases.push(
      await refuse(name, 'verify', { event: { ...whole, ...changes } as SignedPublicEvent & Members }, why),
    );
  /** Signed as it is, so that only its shape is wrong; a maker signs nothing of that shape either. */
  const shaped = async (name: string, changes: Members, why: string, written: Members = changes) => {
    const unsigned = { ...EVENT, ...changes };
    const event_signature = await signObject(unsigned, alice.signer);
    const event = { ...unsigned, event_signature } as SignedPublicEvent & Members;
    const asWritten = { ...EVENT, ...written };
    cases.push(
      await refuse(name, 'verify', { event }, why, { event: { ...asWritten, event_signature } }),
      await refuse(
        `made with ${name}`,
        'sign',
        { signing_seed_hex: seed, event: unsigned as PublicEvent & Members },
        why,
        { signing_seed_hex: seed, event: asWritten },
      ),
    );
  };
  for (const name of Object.keys(whole)) {
    const { [name as keyof SignedPublicEvent]: _, ...rest } = whole;
    cases.push(await refuse(`no ${name}`, 'verify', { event: rest as SignedPublicEvent & Members }, MEMBERS));
  }
  await shaped('a seventh member', { extra: 1 }, MEMBERS);
  await changed('the id as a member', { public_event_id: idOf(whole.event_signature) }, MEMBERS);
  await shaped('an event that is an object', { event: { text: 'Hello' } }, 'The event is a text.');
  await shaped('an event of 131,073 characters', { event: 'x'.repeat(LONGEST + 1) }, SHORT, {
    event: repeated('x', LONGEST + 1),
  });
  await shaped('a channel with a space', { channel_id: 'my board' }, 'A channel is an id.');
  await shaped('a channel of 129 characters', { channel_id: 'c'.repeat(129) }, 'A channel is an id.');
  await shaped('17 tags', { tags: Array<string>(17).fill('t') }, 'There are at most 16 tags.');
  await shaped('a tag with a space', { tags: ['my news'] }, TAG);
  await shaped('an empty tag', { tags: [''] }, TAG);
  await shaped('a tag of 257 characters', { tags: ['t'.repeat(257)] }, TAG);
  await shaped(
    'a time in milliseconds',
    { timestamp: baseTime * 1000 },
    'Times are whole seconds, at most 1e11.',
  );
  await shaped(
    'a publisher that is a mediator',
    { publisher_did: 'did:web:mediator.example' },
    'A publisher is an identity.',
  );
  await shaped(
    'a publisher that cannot be read',
    { publisher_did: 'did:decentrl:x' },
    'The publisher’s DID has no key in it.',
  );
  await changed('another publisher', { publisher_did: bob.did }, NOT_SIGNED);
  await changed('another channel', { channel_id: 'other' }, NOT_SIGNED);
  await changed('another event', { event: '{"text":"hello everybody"}' }, NOT_SIGNED);
  await changed('other tags', { tags: ['news'] }, NOT_SIGNED);
  await changed('tags in another order', { tags: ['chat.$1', 'news'] }, NOT_SIGNED);
  await changed('another time', { timestamp: baseTime + 1 }, NOT_SIGNED);
  const { event_signature: _, ...unsigned } = whole;
  await changed(
    'signed by another',
    { event_signature: await signObject(unsigned, bob.signer) },
    'The key is the one in the publisher’s DID.',
  );
  const { publisher_did: __, ...anonymous } = unsigned;
  await changed(
    'signed without the publisher',
    { event_signature: await signObject(anonymous, alice.signer) },
    NOT_SIGNED,
  );
  cases.push(
    await refuse(
      'made by somebody else than the publisher',
      'sign',
      { signing_seed_hex: hex(bob.signingSeed), event: EVENT },
      'Nobody signs in the name of another.',
    ),
  );
  return cases;
}
