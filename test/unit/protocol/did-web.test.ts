import { describe, expect, it } from 'vitest';
import { base64urlEncode } from '../../../lib/crypto/base64url.ts';
import {
  didWebFromUrl,
  didWebUrl,
  mediatorDocument,
  parseMediatorDocument,
} from '../../../lib/protocol/did-web.ts';
import { alice, bob } from './check-identities.ts';

describe('did:web', () => {
  it.each([
    ['did:web:mediator.example', 'https://mediator.example', 'https://mediator.example/.well-known/did.json'],
    [
      'did:web:mediator.example:a:b-1',
      'https://mediator.example/a/b-1',
      'https://mediator.example/a/b-1/did.json',
    ],
    [
      'did:web:mediator.example%3A8443',
      'https://mediator.example:8443',
      'https://mediator.example:8443/.well-known/did.json',
    ],
    ['did:web:localhost%3A8080', 'http://localhost:8080', 'http://localhost:8080/.well-known/did.json'],
    ['did:web:127.0.0.1%3A8080', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/.well-known/did.json'],
    ['did:web:%5B%3A%3A1%5D%3A8080', 'http://[::1]:8080', 'http://[::1]:8080/.well-known/did.json'],
  ])('%s lives at %s, and back', (did, baseUrl, documentUrl) => {
    expect(didWebUrl(did)).toMatchObject({ baseUrl, documentUrl });
    expect(didWebFromUrl(baseUrl)).toBe(did);
    expect(didWebFromUrl(`${baseUrl}/`)).toBe(did);
  });

  it.each([
    'did:web:',
    'did:key:z6Mk',
    'did:web:Mediator.example',
    'did:web:mediator.example:',
    'did:web:mediator.example:..',
    'did:web:mediator.example:%2e%2e',
    'did:web:mediator.example:a/b',
    'did:web:mediator.example:a?b',
    'did:web:mediator.example/a',
    'did:web:user@mediator.example',
    'did:web:mediator.example%3A443',
    'did:web:mediator.example%3a8443',
    'did:web:mediator.example%3A0',
    'did:web:mediator.example%3A70000',
    'did:web:mediator..example',
    'did:web:127.1',
    'did:web:0x7f000001',
    'did:web:2130706433',
    'did:web:localhost.',
    'did:web:mediator.example#key',
    `did:web:${'a'.repeat(2100)}`,
  ])('T-58 refuses %.60s', (did) => {
    expect(() => didWebUrl(did)).toThrow(
      expect.objectContaining({ name: 'ProtocolError', reason: 'did-web' }),
    );
  });

  it.each([
    'http://mediator.example',
    'https://u:p@mediator.example',
    'https://mediator.example?a',
    'ftp://mediator.example',
    'x',
  ])('makes no DID of %s', (url) => {
    expect(() => didWebFromUrl(url)).toThrow(expect.objectContaining({ reason: 'did-web' }));
  });
});

describe('a mediator’s document', () => {
  const did = 'did:web:mediator.example';
  const keys = {
    did,
    signingKey: alice.did.signingKey,
    preKey: bob.did.preKey,
    endpoint: 'https://mediator.example/commands',
  };
  const refusal = expect.objectContaining({ name: 'ProtocolError', reason: 'mediator-document' });
  type Loose = Record<string, unknown>;
  const changed = (change: (document: Loose) => void): Loose => {
    const document = structuredClone(mediatorDocument(keys)) as unknown as Loose;
    change(document);
    return document;
  };

  it('gives back what it was made of', () => {
    expect(parseMediatorDocument(mediatorDocument(keys), did)).toEqual({
      ...keys,
      socketUrl: 'wss://mediator.example/commands',
      isEscrow: false,
      anchor: null,
    });
  });

  it('is read by relationship and not by fragment, with JWK, embedded methods, foreign keys and an object as endpoint', () => {
    const jwk = (crv: string, key: Uint8Array) => ({ kty: 'OKP', crv, x: base64urlEncode(key) });
    const document = {
      id: did,
      verificationMethod: [
        { id: `${did}#pre-key`, type: 'JsonWebKey2020', publicKeyJwk: jwk('Ed25519', keys.signingKey) },
        { id: '#p256', type: 'JsonWebKey2020', publicKeyJwk: { kty: 'EC', crv: 'P-256', x: '', y: '' } },
      ],
      authentication: ['#p256', '#missing', '#pre-key'],
      keyAgreement: [{ id: '#signing', type: 'X', publicKeyJwk: jwk('X25519', keys.preKey) }],
      service: [
        { type: 'LinkedDomains', serviceEndpoint: 'https://other.example' },
        { type: ['Other', 'DecentrlMediatorService'], serviceEndpoint: { uri: 'https://api.example/m' } },
      ],
    };
    expect(parseMediatorDocument(document, did)).toEqual({
      did,
      signingKey: keys.signingKey,
      preKey: keys.preKey,
      endpoint: 'https://api.example/m',
      socketUrl: 'wss://api.example/m',
      isEscrow: false,
      anchor: null,
    });
  });

  it('may be http on loopback only', () => {
    const local = { ...keys, did: 'did:web:localhost%3A8080', endpoint: 'http://localhost:8080/' };
    expect(parseMediatorDocument(mediatorDocument(local), local.did).socketUrl).toBe('ws://localhost:8080/');
  });

  it.each<[string, (document: Loose) => void]>([
    [
      'another id',
      (d) => {
        d.id = 'did:web:other.example';
      },
    ],
    [
      'no methods',
      (d) => {
        d.verificationMethod = [];
      },
    ],
    [
      'no authentication',
      (d) => {
        delete d.authentication;
      },
    ],
    [
      'the keys in each other’s relationship',
      (d) => {
        [d.authentication, d.keyAgreement] = [d.keyAgreement, d.authentication];
      },
    ],
    [
      'no service',
      (d) => {
        d.service = [];
      },
    ],
    [
      'another service',
      (d) => {
        d.service = [{ type: 'MediatorDecentrl', serviceEndpoint: keys.endpoint }];
      },
    ],
    [
      'no endpoint',
      (d) => {
        d.service = [{ type: 'DecentrlMediator' }];
      },
    ],
    [
      'http',
      (d) => {
        d.service = [{ type: 'DecentrlMediator', serviceEndpoint: 'http://mediator.example' }];
      },
    ],
    [
      'this machine as endpoint',
      (d) => {
        d.service = [{ type: 'DecentrlMediator', serviceEndpoint: 'https://localhost/' }];
      },
    ],
    [
      'javascript:',
      (d) => {
        d.service = [{ type: 'DecentrlMediator', serviceEndpoint: 'javascript:alert(1)' }];
      },
    ],
    [
      'a password',
      (d) => {
        d.service = [{ type: 'DecentrlMediator', serviceEndpoint: 'https://a:b@mediator.example' }];
      },
    ],
  ])('is refused with %s', (_, change) => {
    expect(() => parseMediatorDocument(changed(change), did)).toThrow(refusal);
  });

  it.each([null, 1, 'x', [], {}, { id: did, verificationMethod: [1] }])('is refused as %j', (json) => {
    expect(() => parseMediatorDocument(json, did)).toThrow(refusal);
  });
});
