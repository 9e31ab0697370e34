import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { base64urlEncode } from '../../../lib/crypto/base64url.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { encodeAgreementKey, encodeSigningKey } from '../../../lib/crypto/multikey.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { didDocument, formatDid, parseDid, signingKeyId } from '../../../lib/protocol/did.ts';
import { fingerprint } from '../../../lib/protocol/fingerprint.ts';
import { safetyNumber } from '../../../lib/protocol/safety-number.ts';
import { alice, bob, carol, MEDIATOR_DID } from './check-identities.ts';

const refusal = expect.objectContaining({ name: 'ProtocolError', reason: 'did' });
const { signingKey, preKey } = alice.did;
const signing = encodeSigningKey(signingKey);
const agreement = encodeAgreementKey(preKey);
const mediator = base64urlEncode(utf8(MEDIATOR_DID));
const named = base64urlEncode(utf8('alice'));

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const parts = fc.record({
  alias: fc.option(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((a) => [...a].length <= 64),
  ),
  signingKey: keys.map((seed) => signerFromSeed(seed).publicKey),
  preKey: keys.map((seed) => agreerFromSeed(seed).publicKey),
  mediatorDid: fc.constantFrom('did:web:m.example', 'did:web:localhost%3A8080', 'did:web:m.example:a:b'),
});

describe('a DID', () => {
  it('T-73 says what it was made of, and is never normalised (200 generated)', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const did = formatDid(given);
        const parsed = parseDid(did);
        expect(parsed).toEqual({ ...given, did, signingKeyMultibase: encodeSigningKey(given.signingKey) });
        expect(formatDid(parsed)).toBe(did);
      }),
      { numRuns: 200 },
    );
  });

  it('may go without an alias', () => {
    const did = formatDid({ alias: null, signingKey, preKey, mediatorDid: MEDIATOR_DID });
    expect(did.split(':')).toHaveLength(5);
    expect(parseDid(did).alias).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['another method', alice.did.did.replace('decentrl', 'key')],
    ['two segments', `did:decentrl:${signing}:${agreement}`],
    ['five segments', `did:decentrl:${named}:${signing}:${agreement}:${mediator}:${named}`],
    ['an extra colon', `did:decentrl:${named}:${signing}:${agreement}:${mediator}:`],
    ['an empty alias', `did:decentrl::${signing}:${agreement}:${mediator}`],
    ['no mediator', `did:decentrl:${named}:${signing}:${agreement}:`],
    ['swapped keys', `did:decentrl:${named}:${agreement}:${signing}:${mediator}`],
    ['one key twice', `did:decentrl:${named}:${signing}:${signing}:${mediator}`],
    ['padding', `did:decentrl:${named}=:${signing}:${agreement}:${mediator}`],
    ['loose tail bits', `did:decentrl:YWxpY2V:${signing}:${agreement}:${mediator}`],
    ['the standard alphabet', `did:decentrl:++++:${signing}:${agreement}:${mediator}`],
    ['an alias that is not UTF-8', `did:decentrl:_____w:${signing}:${agreement}:${mediator}`],
    ['a fragment', `${alice.did.did}#signing`],
    ['a path', `${alice.did.did}/x`],
    ['white space', ` ${alice.did.did}`],
    ['a line feed', `${alice.did.did}\n`],
    ['an upper-case method', alice.did.did.replace('did:', 'DID:')],
    ['a raw key without multibase', `did:decentrl:${named}:${signing.slice(1)}:${agreement}:${mediator}`],
    [
      'a mediator that is no did:web',
      `did:decentrl:${named}:${signing}:${agreement}:${base64urlEncode(utf8('https://m.example'))}`,
    ],
    ['more than 2,048 characters', `did:decentrl:${'A'.repeat(2000)}:${signing}:${agreement}:${mediator}`],
  ])('T-73 is refused with %s', (_, text) => {
    expect(() => parseDid(text)).toThrow(refusal);
  });

  it('T-73 takes an alias of 64 code points, whatever they contain, and no longer one', () => {
    const make = (alias: string) => formatDid({ alias, signingKey, preKey, mediatorDid: MEDIATOR_DID });
    for (const alias of ['😀'.repeat(64), 'a:b', 'did:decentrl:x', '\u202e#/?%', ' ']) {
      expect(parseDid(make(alias)).alias).toBe(alias);
    }
    expect(() => make('😀'.repeat(65))).toThrow(refusal);
    expect(() => make('')).toThrow(refusal);
    expect(() => make('\ud800')).toThrow(refusal);
  });

  it('T-66 T-67 is refused with a key that would be refused at intake', () => {
    const lowOrder = encodeAgreementKey(new Uint8Array(32));
    const smallOrder = encodeSigningKey(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)));
    expect(() => parseDid(`did:decentrl:${named}:${signing}:${lowOrder}:${mediator}`)).toThrow(refusal);
    expect(() => parseDid(`did:decentrl:${named}:${smallOrder}:${agreement}:${mediator}`)).toThrow(refusal);
  });

  it('has a document that is computed and not fetched', () => {
    const document = didDocument(alice.did);
    expect(document.id).toBe(alice.did.did);
    expect(document.authentication).toEqual([signingKeyId(alice.did.did)]);
    expect(document.verificationMethod.map((method) => method.publicKeyMultibase)).toEqual([
      signing,
      agreement,
    ]);
    expect(document.service[0]).toMatchObject({
      type: 'DecentrlMediatorClient',
      serviceEndpoint: MEDIATOR_DID,
    });
  });
});

describe('what people compare', () => {
  it('T-74 tells two DIDs of one alias apart by eight characters', () => {
    const other = parseDid(formatDid({ ...bob.did, alias: 'alice' }));
    expect(fingerprint(alice.did.signingKey)).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}$/);
    expect(fingerprint(other.signingKey)).not.toBe(fingerprint(alice.did.signingKey));
    expect(fingerprint(alice.did.signingKey)).toBe('3475-0f98');
  });

  it('is one safety number of 60 digits on both sides, and another with any other key', () => {
    const number = safetyNumber(alice.did, bob.did);
    expect(number).toMatch(/^\d{60}$/);
    expect(safetyNumber(bob.did, alice.did)).toBe(number);
    expect(safetyNumber(alice.did, carol.did)).not.toBe(number);
    const swapped = parseDid(formatDid({ ...bob.did, preKey: carol.did.preKey }));
    expect(safetyNumber(alice.did, swapped)).not.toBe(number);
  });
});
