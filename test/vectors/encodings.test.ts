import { base58 } from '@scure/base';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { base64Decode, base64Encode } from '../../lib/crypto/base64.ts';
import { base64urlDecode, base64urlEncode } from '../../lib/crypto/base64url.ts';
import { hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson, parseJson } from '../../lib/crypto/canonical.ts';
import { assertJson, CONTENT_JSON } from '../../lib/crypto/json-value.ts';
import {
  decodeAgreementKey,
  decodeSigningKey,
  encodeAgreementKey,
  encodeSigningKey,
} from '../../lib/crypto/multikey.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { publicVectors } from '../support/public-vectors.ts';

describe('canonical JSON', () => {
  it('T-68 makes the bytes of the six RFC 8785 files', () => {
    const names = publicVectors.names('jcs/input');
    expect(names).toHaveLength(6);
    for (const name of names) {
      const value = parseJson(publicVectors.text(`jcs/input/${name}`));
      const expected = publicVectors.text(`jcs/output/${name}`);
      assertJson(value, CONTENT_JSON);
      expect(canonicalize(value), name).toBe(expected);
      // values.json alone has numbers that signed objects may not hold.
      if (name === 'values.json') expect(() => canonicalJson(value)).toThrow('safe integer');
      else expect(canonicalJson(value), name).toBe(expected);
    }
  });
});

describe('keys as multibase', () => {
  it('decodes and encodes those of did:key', () => {
    const file = publicVectors.json<Record<string, Record<string, unknown>>>('did_key_ed25519_x25519.json');
    expect(Object.keys(file)).toHaveLength(5);
    for (const [did, entry] of Object.entries(file)) {
      const [signing, agreement] = keysOf(entry);
      const multibase = did.slice('did:key:'.length);
      expect(hex(decodeSigningKey(multibase))).toBe(hex(signing));
      expect(encodeSigningKey(signing)).toBe(multibase);
      expect(decodeAgreementKey(encodeAgreementKey(agreement))).toEqual(agreement);
      expect(JSON.stringify(entry)).toContain(encodeAgreementKey(agreement));
      if (typeof entry.seed === 'string') {
        expect(hex(signerFromSeed(hexDecode(entry.seed)).publicKey)).toBe(hex(signing));
      }
    }
  });
});

function keysOf(entry: Record<string, unknown>): [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
  const read = (name: string) => {
    const pair = entry[name] as { publicKeyBase58?: string; publicKeyJwk?: { x: string } };
    if (pair.publicKeyBase58) return new Uint8Array(base58.decode(pair.publicKeyBase58));
    return base64urlDecode(pair.publicKeyJwk?.x ?? '');
  };
  return [read('verificationKeyPair'), read('keyAgreementKeyPair')];
}

describe('multibase', () => {
  it('gives the rows of the bases in use', () => {
    let rows = 0;
    for (const file of ['basic', 'leading_zero', 'two_leading_zeros']) {
      const lines = publicVectors.text(`multibase/${file}.csv`).trim().split('\n');
      const text = unescape_(/"(.*)"/.exec(lines[0] ?? '')?.[1] ?? '');
      for (const line of lines.slice(1)) {
        const [base, encoded] = [line.split(',')[0] ?? '', /"(.*)"/.exec(line)?.[1] ?? ''];
        const coder = coders[base];
        if (!coder) continue;
        expect(coder.prefix + coder.encode(utf8(text)), line).toBe(encoded);
        expect(coder.decode(encoded.slice(1)), line).toEqual(utf8(text));
        rows++;
      }
    }
    expect(rows).toBe(12);
  });
});

const coders: Record<
  string,
  { prefix: string; encode(b: Uint8Array): string; decode(t: string): Uint8Array }
> = {
  base58btc: { prefix: 'z', encode: base58.encode, decode: base58.decode },
  base64url: { prefix: 'u', encode: base64urlEncode, decode: base64urlDecode },
  base64pad: { prefix: 'M', encode: base64Encode, decode: base64Decode },
  base16: { prefix: 'f', encode: hex, decode: hexDecode },
};

function unescape_(text: string): string {
  return text.replaceAll('\\x00', '\0');
}
