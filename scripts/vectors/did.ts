import { ed25519 } from '@noble/curves/ed25519.js';
import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { base64urlEncode } from '../../lib/crypto/base64url.ts';
import { hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { encodeAgreementKey, encodeSigningKey } from '../../lib/crypto/multikey.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { didDocument, formatDid, parseDid, signingKeyId } from '../../lib/protocol/did.ts';
import { casesOf } from './support/cases-of.ts';
import { didMembers } from './support/did-members.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

type Did = { did: string };
type Parts = {
  alias: string | null;
  signing_seed_hex: string;
  pre_key_seed_hex: string;
  mediator_did: string;
};

const { accept, refuse } = casesOf({
  make({ alias, signing_seed_hex, pre_key_seed_hex, mediator_did }: Parts) {
    const signingKey = signerFromSeed(hexDecode(signing_seed_hex)).publicKey;
    const preKey = agreerFromSeed(hexDecode(pre_key_seed_hex)).publicKey;
    const did = formatDid({ alias, signingKey, preKey, mediatorDid: mediator_did });
    return {
      steps: {
        alias_segment: alias === null ? null : base64urlEncode(utf8(alias)),
        signing_key: encodeSigningKey(signingKey),
        pre_key: encodeAgreementKey(preKey),
        mediator_segment: base64urlEncode(utf8(mediator_did)),
      },
      output: { did },
    };
  },
  parse: ({ did }: Did) => ({ output: didMembers(parseDid(did)) }),
  document({ did }: Did) {
    const document = JSON.parse(JSON.stringify(didDocument(parseDid(did))));
    return { output: { signing_key_id: signingKeyId(did), document } };
  },
});

const { alice, bob, carol, mediator } = personas;
const seeds = { signing_seed_hex: '01'.repeat(32), pre_key_seed_hex: '02'.repeat(32) };
const make = (name: string, alias: string | null, mediator_did = mediator.did) =>
  accept(name, 'make', { alias, ...seeds, mediator_did });
const parse = (name: string, did: string) => accept(name, 'parse', { did });
const wrong = (name: string, did: string, why: string) => refuse(name, 'parse', { did }, why);

const segment = (text: string) => base64urlEncode(utf8(text));
const [, , aliasSegment, signing, preKey, mediatorSegment] = alice.did.split(':') as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const of = (...segments: string[]) => `did:decentrl:${segments.join(':')}`;
const withAlias = (part: string) => of(part, signing, preKey, mediatorSegment);
const withMediator = (did: string) => of(aliasSegment, signing, preKey, segment(did));

/** A DID of exactly this length: by a long path of the mediator, and an alias where base64url skips that length. */
function ofLength(length: number): string {
  for (const alias of ['a', 'aa', 'aaa']) {
    for (let path = 1; path < length; path++) {
      const mediatorPart = segment(`${mediator.did}:${'m'.repeat(path)}`);
      const text = of(segment(alias), signing, preKey, mediatorPart);
      if (text.length === length) return text;
    }
  }
  throw new Error(`no DID has ${length} characters`);
}

const smallOrder = `z6Mk${encodeSigningKey(ed25519.Point.ZERO.toBytes()).slice(4)}`;

/** Decentrl DIDs. */
export async function did(): Promise<VectorFile> {
  return {
    format: 'did',
    document: 'protocol.md §2.2',
    about: 'An identity by its two public keys, its mediator and, if it likes, an alias; never normalised.',
    operations: {
      make: 'The DID of two private keys, an alias or null, and a mediator.',
      parse: 'What a DID says, its keys checked.',
      document: 'The key id that commands carry, and the DID document, computed from the DID alone.',
    },
    modules: ['lib/protocol/did.ts', 'lib/protocol/did-document.ts'],
    accept: await Promise.all([
      make('Alice', 'alice'),
      accept('Bob', 'make', {
        alias: 'bob',
        signing_seed_hex: '04'.repeat(32),
        pre_key_seed_hex: '05'.repeat(32),
        mediator_did: mediator.did,
      }),
      make('without an alias', null),
      make('an alias of 64 code points that are 128 UTF-16 code units', '\u{1f600}'.repeat(64)),
      make('an alias of one letter and one accent', 'e\u0301'),
      make('the same alias composed, which is another DID', '\u00e9'),
      make('an alias with colons and a line feed', 'a:b\nc'),
      make('a mediator on this machine', 'alice', 'did:web:localhost%3A8080'),
      make('a mediator with a port', 'alice', 'did:web:mediator.example%3A8443'),
      make('a mediator with a path', 'alice', 'did:web:example.org:m:v1'),
      parse("Alice's DID", alice.did),
      parse("Carol's DID", carol.did),
      parse('a DID of three segments', of(signing, preKey, mediatorSegment)),
      parse(
        'another pre-key and mediator with the same signing key',
        of(signing, bob.did.split(':')[4] as string, segment('did:web:other.example')),
      ),
      parse('2,048 characters', ofLength(2048)),
      accept("Alice's document", 'document', { did: alice.did }),
      accept('the document of a DID without an alias', 'document', {
        did: of(signing, preKey, mediatorSegment),
      }),
    ]),
    refuse: await Promise.all([
      wrong('nothing', '', 'It does not begin with did:decentrl:.'),
      wrong('another method', alice.did.replace('decentrl', 'key'), 'It does not begin with did:decentrl:.'),
      wrong(
        'a capital method',
        alice.did.replace('decentrl', 'Decentrl'),
        'It does not begin with did:decentrl:.',
      ),
      wrong('a space before', ` ${alice.did}`, 'Nothing stands around a DID.'),
      wrong('a space after', `${alice.did} `, 'Nothing stands around a DID.'),
      wrong('a line feed after', `${alice.did}\n`, 'Nothing stands around a DID.'),
      wrong('a key id', signingKeyId(alice.did), 'A fragment is no part of a DID.'),
      wrong('a path', `${alice.did}/path`, 'A path is no part of a DID.'),
      wrong('two segments', of(signing, preKey), 'There are three or four segments.'),
      wrong(
        'five segments',
        of('YQ', aliasSegment, signing, preKey, mediatorSegment),
        'There are three or four segments.',
      ),
      wrong(
        'an empty segment at the end',
        `${of(signing, preKey, mediatorSegment)}:`,
        'The last segment names the mediator.',
      ),
      wrong('2,049 characters', ofLength(2049), 'A DID has at most 2,048 characters.'),
      wrong('an empty alias', withAlias(''), 'Without an alias there is no segment for it.'),
      wrong(
        'an alias of 65 code points',
        withAlias(segment('a'.repeat(65))),
        'An alias has at most 64 code points.',
      ),
      wrong(
        'an alias in base64 with padding',
        withAlias('YWxpY2U='),
        'Segments are base64url without padding.',
      ),
      wrong('an alias with loose bits', withAlias('YWxpY2V'), 'Segments are canonical base64url.'),
      wrong('an alias in the other alphabet', withAlias('Pz8/'), 'Segments are base64url.'),
      wrong('an alias that is no UTF-8', withAlias('_w'), 'An alias is UTF-8.'),
      wrong('a plain alias', withAlias('alice'), 'Segments are base64url; these five digits are none.'),
      wrong(
        'the keys exchanged',
        of(aliasSegment, preKey, signing, mediatorSegment),
        'The signing key comes first.',
      ),
      wrong(
        'a signing key of small order',
        of(aliasSegment, smallOrder, preKey, mediatorSegment),
        'Keys are checked when they are taken in.',
      ),
      wrong(
        'a pre-key of low order',
        of(aliasSegment, signing, encodeAgreementKey(new Uint8Array(32)), mediatorSegment),
        'Keys are checked when they are taken in.',
      ),
      wrong(
        'a signing key without its prefix',
        of(aliasSegment, signing.slice(1), preKey, mediatorSegment),
        'Keys are multibase.',
      ),
      wrong(
        'a mediator as plain text',
        of(aliasSegment, signing, preKey, mediator.did),
        'Its colons make five segments.',
      ),
      wrong(
        'a mediator with padding',
        withMediator(mediator.did).concat('='),
        'Segments are base64url without padding.',
      ),
      wrong('a mediator that is an identity', withMediator(bob.did), 'A mediator is a did:web.'),
      wrong('a mediator that is a URL', withMediator('https://mediator.example'), 'A mediator is a did:web.'),
      wrong('a mediator in capitals', withMediator('did:web:Mediator.example'), 'A did:web is canonical.'),
      wrong(
        'a mediator with an escape in its path',
        withMediator('did:web:mediator.example:a%2Fb'),
        'A did:web is canonical.',
      ),
      wrong(
        'a mediator with the default port',
        withMediator('did:web:mediator.example%3A443'),
        'A did:web is canonical.',
      ),
      wrong(
        'a mediator with a lower-case escape',
        withMediator('did:web:mediator.example%3a8443'),
        'A did:web is canonical.',
      ),
      wrong(
        'a mediator with an empty path segment',
        withMediator('did:web:mediator.example:'),
        'A did:web is canonical.',
      ),
      refuse(
        'an alias that is empty',
        'make',
        { alias: '', ...seeds, mediator_did: mediator.did },
        'It would be refused when read.',
      ),
      refuse(
        'an alias that is too long',
        'make',
        { alias: 'a'.repeat(65), ...seeds, mediator_did: mediator.did },
        'It would be refused when read.',
      ),
      refuse(
        'an alias with a lone surrogate',
        'make',
        { alias: '\ud800', ...seeds, mediator_did: mediator.did },
        'UTF-8 cannot carry it.',
      ),
      refuse(
        'a mediator that is no did:web',
        'make',
        { alias: 'alice', ...seeds, mediator_did: 'mediator.example' },
        'It would be refused when read.',
      ),
      refuse(
        'the document of what is no DID',
        'document',
        { did: mediator.did },
        'A mediator publishes its own document.',
      ),
    ]),
  };
}
