import { base64urlEncode } from '../../lib/crypto/base64url.ts';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../lib/crypto/canonical.ts';
import { encodeAgreementKey, encodeSigningKey } from '../../lib/crypto/multikey.ts';
import { furtherServices, mediatorDocument, parseMediatorDocument } from '../../lib/protocol/did-web.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import type { AcceptCase, Members, RefuseCase, VectorFile } from './support/vector-file.ts';

const { mediator, escrow, alice } = personas;
const DID = mediator.did;
const ENDPOINT = 'https://mediator.example/commands';
const CONTRACT = `0x${'ab'.repeat(20)}`;
const signingKey = encodeSigningKey(mediator.signer.publicKey);
const preKey = encodeAgreementKey(mediator.preKey.publicKey);

interface Parts {
  did: string;
  signing_key_hex: string;
  pre_key_hex: string;
  endpoint: string;
  is_escrow: boolean;
  anchor: { chain_id: number; contract: string } | null;
}

const { accept, refuse } = casesOf({
  make({ did, signing_key_hex, pre_key_hex, endpoint, is_escrow, anchor }: Parts) {
    const keys = { signingKey: hexDecode(signing_key_hex), preKey: hexDecode(pre_key_hex) };
    const services = furtherServices({
      did,
      endpoint,
      isEscrow: is_escrow,
      anchor: anchor && { chainId: anchor.chain_id, contract: anchor.contract },
    });
    const document = mediatorDocument({ did, endpoint, ...keys }, services);
    return { output: { document: JSON.parse(JSON.stringify(document)) as JsonValue } };
  },
  read({ did, document }: { did: string; document: JsonValue }) {
    const read = parseMediatorDocument(document, did);
    return {
      output: {
        signing_key_hex: hex(read.signingKey),
        pre_key_hex: hex(read.preKey),
        endpoint: read.endpoint,
        socket_url: read.socketUrl,
        is_escrow: read.isEscrow,
        anchor: read.anchor && { chain_id: read.anchor.chainId, contract: read.anchor.contract },
      },
    };
  },
});

const parts = (more: Partial<Parts> = {}): Parts & Members => ({
  did: DID,
  signing_key_hex: hex(mediator.signer.publicKey),
  pre_key_hex: hex(mediator.preKey.publicKey),
  endpoint: ENDPOINT,
  is_escrow: false,
  anchor: null,
  ...more,
});

const service = (serviceEndpoint: JsonValue = ENDPOINT, type: JsonValue = 'DecentrlMediator') => ({
  id: `${DID}#mediator`,
  type,
  serviceEndpoint,
});

/** The least document that is read; what is given stands in its place. */
const document = (changes: Members = {}): Members => ({
  id: DID,
  verificationMethod: [
    { id: `${DID}#signing`, publicKeyMultibase: signingKey },
    { id: `${DID}#pre-key`, publicKeyMultibase: preKey },
  ],
  authentication: [`${DID}#signing`],
  keyAgreement: [`${DID}#pre-key`],
  service: [service()],
  ...changes,
});

const withEndpoint = (endpoint: JsonValue) => document({ service: [service(endpoint)] });
const withAnchor = (endpoint: JsonValue) =>
  document({ service: [service(), { type: 'DecentrlAnchor', serviceEndpoint: endpoint }] });
const without = (name: string): Members => {
  const { [name]: _, ...rest } = document();
  return rest;
};
const jwk = (crv: string, key: Uint8Array): Members => ({ kty: 'OKP', crv, x: base64urlEncode(key) });

const readable: [name: string, document: Members, did?: string][] = [
  ['the least that is read', document()],
  ['ids relative to the document', document({ authentication: ['#signing'], keyAgreement: ['#pre-key'] })],
  [
    'ids of methods relative to the document, and absolute references to them',
    document({
      verificationMethod: [
        { id: '#signing', publicKeyMultibase: signingKey },
        { id: '#pre-key', publicKeyMultibase: preKey },
      ],
    }),
  ],
  [
    'keys by relationship, whatever their fragments are called',
    document({
      verificationMethod: [
        { id: '#pre-key', publicKeyMultibase: signingKey },
        { id: '#signing', publicKeyMultibase: preKey },
      ],
      authentication: ['#pre-key'],
      keyAgreement: ['#signing'],
    }),
  ],
  [
    'methods inside the relationships',
    document({
      verificationMethod: [],
      authentication: [{ id: '#a', publicKeyMultibase: signingKey }],
      keyAgreement: [{ id: '#b', publicKeyMultibase: preKey }],
    }),
  ],
  [
    'keys as JWK',
    document({
      verificationMethod: [
        { id: '#a', type: 'JsonWebKey2020', publicKeyJwk: jwk('Ed25519', mediator.signer.publicKey) },
        { id: '#b', type: 'JsonWebKey2020', publicKeyJwk: jwk('X25519', mediator.preKey.publicKey) },
      ],
      authentication: ['#a'],
      keyAgreement: ['#b'],
    }),
  ],
  [
    'keys of other kinds, weak keys and references to nothing are passed over',
    document({
      verificationMethod: [
        { id: '#p256', publicKeyJwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } },
        { id: '#none' },
        { id: '#weak', publicKeyMultibase: encodeSigningKey(Uint8Array.from([1, ...new Uint8Array(31)])) },
        { id: '#low', publicKeyMultibase: encodeAgreementKey(new Uint8Array(32)) },
        { id: '#signing', publicKeyMultibase: signingKey },
        { id: '#pre-key', publicKeyMultibase: preKey },
      ],
      authentication: ['#missing', '#p256', '#none', '#weak', '#pre-key', '#signing'],
      keyAgreement: ['#low', '#signing', '#pre-key'],
    }),
  ],
  [
    'of several keys the first',
    document({
      verificationMethod: [
        { id: '#1', publicKeyMultibase: signingKey },
        { id: '#2', publicKeyMultibase: encodeSigningKey(alice.signer.publicKey) },
        { id: '#pre-key', publicKeyMultibase: preKey },
      ],
      authentication: ['#1', '#2'],
    }),
  ],
  ['an endpoint in an object', withEndpoint({ uri: ENDPOINT, accept: ['didcomm/v2'] })],
  ['endpoints in a list, of which the first counts', withEndpoint([ENDPOINT, 'https://other.example'])],
  ['an object in a list of endpoints', withEndpoint([{ uri: ENDPOINT }])],
  ['an endpoint on another host', withEndpoint('https://api.example/m?v=1')],
  ['an endpoint that the URL standard writes another way', withEndpoint('HTTPS://Mediator.Example:443')],
  [
    'services of other types, before and after',
    document({
      service: [
        { type: 'LinkedDomains', serviceEndpoint: 'https://other.example' },
        service(ENDPOINT, ['Other', 'DecentrlMediatorService']),
        service('https://second.example'),
      ],
    }),
  ],
  ['an escrow', document({ service: [service(), { type: 'DecentrlEscrow', serviceEndpoint: ENDPOINT }] })],
  ['an anchor', withAnchor({ uri: ENDPOINT, chain_id: 137, contract: CONTRACT })],
  [
    'an anchor whose contract is in capitals',
    withAnchor({ chain_id: 137, contract: `0x${'AB'.repeat(20)}` }),
  ],
  ['an anchor that is a URL, which is as if it were not there', withAnchor(ENDPOINT)],
  ['an anchor without a chain, which is as if it were not there', withAnchor({ contract: CONTRACT })],
  [
    'an anchor whose contract is none, which is as if it were not there',
    withAnchor({ chain_id: 137, contract: '0xab' }),
  ],
  ['members that nobody knows', document({ '@context': 'https://example.org', alsoKnownAs: [], created: 1 })],
  [
    'http on loopback',
    {
      ...document({ service: [service('http://localhost:8080/commands')] }),
      id: 'did:web:localhost%3A8080',
      authentication: [{ publicKeyMultibase: signingKey }],
      keyAgreement: [{ publicKeyMultibase: preKey }],
    },
    'did:web:localhost%3A8080',
  ],
  [
    'https on loopback',
    {
      ...document({ service: [service('https://127.0.0.1:8443/')] }),
      id: 'did:web:127.0.0.1%3A8443',
      authentication: [{ publicKeyMultibase: signingKey }],
      keyAgreement: [{ publicKeyMultibase: preKey }],
    },
    'did:web:127.0.0.1%3A8443',
  ],
];

const KEY = 'There is no usable key in this relationship.';
const OBJECT = 'An object is expected here.';
const ENDPOINTS = 'An endpoint is a text, an object with a uri, or a list that begins with one of these.';
const PLAIN = 'An endpoint is a URL without user, password and fragment.';
const HTTPS = 'An endpoint is https, or http where DID and URL are both loopback.';

const unreadable: [name: string, document: JsonValue, why: string][] = [
  ['null', null, OBJECT],
  ['a list', [document()], OBJECT],
  ['a text', JSON.stringify(document()), OBJECT],
  ['no id', without('id'), 'The id is exactly the DID that was asked for.'],
  ['the id of another', document({ id: escrow.did }), 'The id is exactly the DID that was asked for.'],
  [
    'the id in capitals',
    document({ id: DID.toUpperCase() }),
    'The id is exactly the DID that was asked for.',
  ],
  ['no methods', without('verificationMethod'), KEY],
  ['methods that are no list', document({ verificationMethod: {} }), KEY],
  ['a method that is no object', document({ verificationMethod: [signingKey] }), OBJECT],
  ['no authentication', without('authentication'), KEY],
  ['no keyAgreement', without('keyAgreement'), KEY],
  ['a key in assertionMethod alone', { ...without('authentication'), assertionMethod: ['#signing'] }, KEY],
  [
    'the keys in each other’s relationship',
    document({ authentication: ['#pre-key'], keyAgreement: ['#signing'] }),
    KEY,
  ],
  ['a reference to nothing', document({ authentication: ['#missing'] }), KEY],
  ['a reference to another document', document({ authentication: [`${escrow.did}#signing`] }), KEY],
  ['a relationship that is a number', document({ authentication: [1] }), OBJECT],
  [
    'a weak signing key',
    document({
      authentication: [{ publicKeyMultibase: encodeSigningKey(Uint8Array.from([1, ...new Uint8Array(31)])) }],
    }),
    'Anybody can sign for this key.',
  ],
  [
    'a pre-key of low order',
    document({ keyAgreement: [{ publicKeyMultibase: encodeAgreementKey(new Uint8Array(32)) }] }),
    'Agreeing with this key gives no secret.',
  ],
  [
    'a JWK of another curve',
    document({ authentication: [{ publicKeyJwk: jwk('Ed448', mediator.signer.publicKey) }] }),
    KEY,
  ],
  [
    'a JWK with padding',
    document({
      authentication: [
        { publicKeyJwk: { kty: 'OKP', crv: 'Ed25519', x: `${base64urlEncode(mediator.signer.publicKey)}=` } },
      ],
    }),
    KEY,
  ],
  ['no service', without('service'), 'There is no mediator in it.'],
  ['a service that is no object', document({ service: [ENDPOINT] }), OBJECT],
  [
    'services of other types',
    document({ service: [service(ENDPOINT, 'MediatorDecentrl'), service(ENDPOINT, 'decentrlmediator')] }),
    'The type begins with DecentrlMediator.',
  ],
  ['no endpoint', document({ service: [{ type: 'DecentrlMediator' }] }), ENDPOINTS],
  ['an object without a uri', withEndpoint({ url: ENDPOINT }), ENDPOINTS],
  ['an empty list of endpoints', withEndpoint([]), ENDPOINTS],
  ['an endpoint that is no URL', withEndpoint('mediator.example'), 'An endpoint is an absolute URL.'],
  ['a relative endpoint', withEndpoint('/commands'), 'An endpoint is an absolute URL.'],
  ['an endpoint with a password', withEndpoint('https://a:b@mediator.example'), PLAIN],
  ['an endpoint with a fragment', withEndpoint(`${ENDPOINT}#a`), PLAIN],
  ['an endpoint of http', withEndpoint('http://mediator.example'), HTTPS],
  ['an endpoint of wss', withEndpoint('wss://mediator.example'), HTTPS],
  ['an endpoint that is a script', withEndpoint('javascript:alert(1)'), HTTPS],
  [
    'this machine as the endpoint of a public mediator',
    withEndpoint('https://localhost/'),
    'A public mediator would send its clients to their own machines.',
  ],
  [
    'this machine as the endpoint of a public mediator, by http',
    withEndpoint('http://127.0.0.1:8080/'),
    'A public mediator would send its clients to their own machines.',
  ],
];

/** Documents of mediators. */
export async function didJson(): Promise<VectorFile> {
  const accepted: AcceptCase[] = [
    await accept('what our mediator serves', 'make', parts()),
    await accept('what an escrow that anchors serves', 'make', {
      did: escrow.did,
      signing_key_hex: hex(escrow.signer.publicKey),
      pre_key_hex: hex(escrow.preKey.publicKey),
      endpoint: 'https://escrow.example/commands',
      is_escrow: true,
      anchor: { chain_id: 137, contract: CONTRACT },
    }),
  ];
  for (const { name, output } of [...accepted]) {
    const whole = output.document as Members;
    accepted.push(await accept(`${name}, read`, 'read', { did: String(whole.id), document: whole }));
  }
  for (const [name, whole, did = DID] of readable)
    accepted.push(await accept(name, 'read', { did, document: whole }));
  const refusals: RefuseCase[] = [];
  for (const [name, whole, why] of unreadable)
    refusals.push(await refuse(name, 'read', { did: DID, document: whole }, why));
  refusals.push(
    await refuse(
      'http off loopback, under a DID of loopback',
      'read',
      {
        did: 'did:web:localhost%3A8080',
        document: { ...withEndpoint('http://mediator.example/'), id: 'did:web:localhost%3A8080' },
      },
      HTTPS,
    ),
    await refuse(
      'a DID that is no canonical did:web',
      'read',
      { did: 'did:web:Mediator.example', document: document({ id: 'did:web:Mediator.example' }) },
      'The DID itself is read first.',
    ),
  );
  return {
    format: 'did-json',
    document: 'protocol.md §2.8',
    about:
      'The document under a mediator’s did:web says its keys and where commands are posted; documents of others are read as far as that is in them.',
    operations: {
      make: 'The document that our mediator serves.',
      read: 'What a client takes from the document under a DID; keys are found by their relationship.',
    },
    modules: ['lib/protocol/mediator-document.ts', 'lib/protocol/did-document.ts'],
    accept: accepted,
    refuse: refusals,
  };
}
