import { base64urlDecode, base64urlEncode } from '../crypto/base64url.ts';
import { type Bytes, utf8, utf8Decode } from '../crypto/bytes.ts';
import {
  decodeAgreementKey,
  decodeSigningKey,
  encodeAgreementKey,
  encodeSigningKey,
} from '../crypto/multikey.ts';
import { importVerifyKey, type Verifier } from '../crypto/signature.ts';
import { boundedMemo } from './bounded-memo.ts';
import { type DidDocument, documentOfKeys } from './did-document.ts';
import { didWebUrl } from './did-web-url.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { LIMITS } from './wire.ts';

const PREFIX = 'did:decentrl:';

/** What a DID says. Alias, pre-key and mediator are unsigned claims until a contract pins them (protocol.md §2.5). */
export interface ParsedDid {
  /** The text as received: database key and signed value, never normalised. */
  readonly did: string;
  readonly alias: string | null;
  readonly signingKey: Bytes;
  readonly preKey: Bytes;
  readonly mediatorDid: string;
  readonly signingKeyMultibase: string;
}

/**
 * Parses `did:decentrl:{alias}:{z6Mk…}:{z6LS…}:{mediator}`; the alias segment may be missing. Both keys pass the intake
 * check here, once. Throws `ProtocolError('did')`. Source: protocol.md §2.3.
 */
export const parseDid: (text: string) => ParsedDid = boundedMemo(1024, parse);

function parse(text: string): ParsedDid {
  if (text.length > LIMITS.didLength || !text.startsWith(PREFIX))
    throw new ProtocolError('did', 'not a decentrl DID');
  const segments = text.slice(PREFIX.length).split(':');
  if (segments.length !== 3 && segments.length !== 4)
    throw new ProtocolError('did', 'wrong number of segments');
  const [mediatorSegment, preKeySegment, signingSegment, aliasSegment] = segments.reverse() as [
    string,
    string,
    string,
    string?,
  ];
  return refusing(() => {
    const mediatorDid = decodeText(mediatorSegment);
    didWebUrl(mediatorDid);
    return Object.freeze({
      did: text,
      alias: aliasSegment === undefined ? null : decodeAlias(aliasSegment),
      signingKey: decodeSigningKey(signingSegment),
      preKey: decodeAgreementKey(preKeySegment),
      mediatorDid,
      signingKeyMultibase: signingSegment,
    });
  }, 'did');
}

function decodeText(segment: string): string {
  return utf8Decode(base64urlDecode(segment));
}

function decodeAlias(segment: string): string {
  const alias = decodeText(segment);
  assertAlias(alias);
  return alias;
}

function assertAlias(alias: string): void {
  if (alias === '' || [...alias].length > LIMITS.aliasCodePoints) {
    throw new ProtocolError('did', `an alias has 1 to ${LIMITS.aliasCodePoints} characters`);
  }
}

/** Makes the DID of an identity; throws `ProtocolError('did')` where `parseDid` would refuse the result. */
export function formatDid(parts: Pick<ParsedDid, 'alias' | 'signingKey' | 'preKey' | 'mediatorDid'>): string {
  const segments = [
    encodeSigningKey(parts.signingKey),
    encodeAgreementKey(parts.preKey),
    encodeText(parts.mediatorDid),
  ];
  if (parts.alias !== null) segments.unshift(encodeText(parts.alias));
  const did = PREFIX + segments.join(':');
  parseDid(did);
  return did;
}

function encodeText(text: string): string {
  return refusing(() => base64urlEncode(utf8(text)), 'did');
}

/** The key id that commands and socket frames carry (protocol.md §2.2). */
export function signingKeyId(did: string): string {
  return `${did}#signing`;
}

/** The document of a decentrl DID, computed locally, without any network (protocol.md §2.4). */
export function didDocument(parsed: ParsedDid): DidDocument {
  const id = `${parsed.did}#mediator`;
  return documentOfKeys(parsed.did, parsed, [
    { id, type: 'DecentrlMediatorClient', serviceEndpoint: parsed.mediatorDid },
  ]);
}

const verifiers = new WeakMap<ParsedDid, Promise<Verifier>>();

/** The identity's public key, imported once for as long as its parsed DID lives. */
export function verifierOf(did: ParsedDid): Promise<Verifier> {
  let verifier = verifiers.get(did);
  if (!verifier) {
    verifier = importVerifyKey(did.signingKey);
    verifiers.set(did, verifier);
  }
  return verifier;
}
