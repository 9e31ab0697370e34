import { base64urlDecode } from '../crypto/base64url.ts';
import type { Bytes } from '../crypto/bytes.ts';
import { assertAgreementKey } from '../crypto/montgomery-points.ts';
import { decodeAgreementKey, decodeSigningKey } from '../crypto/multikey.ts';
import { assertSigningKey } from '../crypto/signature.ts';
import { type DidDocument, documentOfKeys } from './did-document.ts';
import { didWebUrl, isLoopbackHost } from './did-web-url.ts';
import { ProtocolError } from './protocol-error.ts';
import { ANCHOR_SERVICE, ESCROW_SERVICE, MEDIATOR_SERVICE } from './wire.ts';

/** What a client needs to know about a mediator. */
export interface MediatorDocument {
  did: string;
  signingKey: Bytes;
  preKey: Bytes;
  /** URL to POST commands to. */
  endpoint: string;
  /** The same endpoint over `ws` or `wss`. */
  socketUrl: string;
  /** It holds messages for wallet addresses (address-messaging.md §2.1). */
  isEscrow: boolean;
  /** The contract it says its CIDs are anchored with; a hint that is checked like every list, null when it names none. */
  anchor: { chainId: number; contract: string } | null;
}

type Fields = Record<string, unknown>;

/**
 * Reads a mediator's `did:web` document: keys by relationship and not by fragment, `publicKeyMultibase` or
 * `publicKeyJwk`, the first service whose type starts with `DecentrlMediator` (protocol.md §2.8). `json` is any parsed
 * JSON. Throws `ProtocolError('mediator-document')`, also for an `id` other than `did`, and for an endpoint that is not
 * `https` or that points a public mediator's clients at their own machine.
 */
export function parseMediatorDocument(json: unknown, did: string): MediatorDocument {
  const document = asFields(json);
  if (document.id !== did) throw refused('the document has another id');
  const methods = asList(document.verificationMethod).map(asFields);
  const endpoint = readEndpoint(document, didWebUrl(did).loopback);
  return {
    did,
    signingKey: readKey(document.authentication, methods, did, readSigningKey, 'authentication'),
    preKey: readKey(document.keyAgreement, methods, did, readAgreementKey, 'keyAgreement'),
    endpoint,
    socketUrl: endpoint.replace(/^http/, 'ws'),
    isEscrow: servicesOf(document, ESCROW_SERVICE).length > 0,
    anchor: readAnchor(document),
  };
}

/** The services of a document beside the mediator’s own, for `mediatorDocument`. */
export function furtherServices({
  did,
  endpoint,
  isEscrow,
  anchor,
}: Pick<MediatorDocument, 'did' | 'endpoint' | 'isEscrow' | 'anchor'>): DidDocument['service'] {
  return [
    ...(isEscrow ? [{ id: `${did}#escrow`, type: ESCROW_SERVICE, serviceEndpoint: endpoint }] : []),
    ...(anchor === null
      ? []
      : [
          {
            id: `${did}#anchor`,
            type: ANCHOR_SERVICE,
            serviceEndpoint: { uri: endpoint, chain_id: anchor.chainId, contract: anchor.contract },
          },
        ]),
  ];
}

/** The document our mediator serves; `services` are added after the mediator's own. */
export function mediatorDocument(
  parts: Pick<MediatorDocument, 'did' | 'signingKey' | 'preKey' | 'endpoint'>,
  services: DidDocument['service'] = [],
): DidDocument {
  const service = { id: `${parts.did}#mediator`, type: MEDIATOR_SERVICE, serviceEndpoint: parts.endpoint };
  return documentOfKeys(parts.did, parts, [service, ...services]);
}

function readKey(
  relationship: unknown,
  methods: Fields[],
  did: string,
  read: (method: Fields) => Bytes | null,
  name: string,
): Bytes {
  for (const entry of asList(relationship)) {
    const method =
      typeof entry === 'string' ? methods.find((m) => sameId(m.id, entry, did)) : asFields(entry);
    const key = method ? read(method) : null;
    if (key) return key;
  }
  throw refused(`no usable key in ${name}`);
}

function sameId(id: unknown, reference: string, did: string): boolean {
  if (typeof id !== 'string') return false;
  return absoluteId(id, did) === absoluteId(reference, did);
}

function absoluteId(id: string, did: string): string {
  return id.startsWith('#') ? did + id : id;
}

function readSigningKey(method: Fields): Bytes | null {
  return readWith(() => {
    if (typeof method.publicKeyMultibase === 'string') return decodeSigningKey(method.publicKeyMultibase);
    const key = readJwk(method.publicKeyJwk, 'Ed25519');
    assertSigningKey(key);
    return key;
  });
}

function readAgreementKey(method: Fields): Bytes | null {
  return readWith(() => {
    if (typeof method.publicKeyMultibase === 'string') return decodeAgreementKey(method.publicKeyMultibase);
    const key = readJwk(method.publicKeyJwk, 'X25519');
    assertAgreementKey(key);
    return key;
  });
}

// A relationship may list keys of other types beside ours; those are passed over, not errors.
function readWith(read: () => Bytes): Bytes | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function readJwk(value: unknown, curve: 'Ed25519' | 'X25519'): Bytes {
  const jwk = asFields(value);
  if (jwk.kty !== 'OKP' || jwk.crv !== curve || typeof jwk.x !== 'string')
    throw refused('a JWK of another type');
  return base64urlDecode(jwk.x);
}

function readEndpoint(document: Fields, loopback: boolean): string {
  const [service] = servicesOf(document, MEDIATOR_SERVICE);
  if (service === undefined) throw refused('no mediator service');
  return checkEndpoint(readUri(service.serviceEndpoint), loopback);
}

function servicesOf(document: Fields, prefix: string): Fields[] {
  return asList(document.service)
    .map(asFields)
    .filter(({ type }) =>
      (Array.isArray(type) ? type : [type]).some((one) => typeof one === 'string' && one.startsWith(prefix)),
    );
}

// A hint, and optional: what is not of its form is as if it were not there.
function readAnchor(document: Fields): MediatorDocument['anchor'] {
  for (const { serviceEndpoint } of servicesOf(document, ANCHOR_SERVICE)) {
    if (typeof serviceEndpoint !== 'object' || serviceEndpoint === null) continue;
    const { chain_id: chainId, contract } = serviceEndpoint as Fields;
    if (typeof chainId !== 'number' || !Number.isSafeInteger(chainId) || chainId < 1) continue;
    if (typeof contract !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(contract)) continue;
    return { chainId, contract: contract.toLowerCase() };
  }
  return null;
}

function readUri(endpoint: unknown): string {
  const first = Array.isArray(endpoint) ? endpoint[0] : endpoint;
  const uri = typeof first === 'string' ? first : asFields(first).uri;
  if (typeof uri !== 'string') throw refused('the service has no endpoint');
  return uri;
}

function checkEndpoint(uri: string, loopback: boolean): string {
  const url = URL.parse(uri);
  if (url === null) throw refused('the endpoint is not a URL');
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw refused('the endpoint is not a plain URL');
  const local = isLoopbackHost(url.host);
  if (local && !loopback) throw refused('a public mediator names this machine as its endpoint');
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:'))
    throw refused('the endpoint is not https');
  return url.href;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 64) : [];
}

function asFields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused('an object is missing');
  return value as Fields;
}

function refused(message: string): ProtocolError {
  return new ProtocolError('mediator-document', message);
}
