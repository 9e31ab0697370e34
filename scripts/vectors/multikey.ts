import { ed25519 } from '@noble/curves/ed25519.js';
import { base58 } from '@scure/base';
import { concatBytes, hex, hexDecode } from '../../lib/crypto/bytes.ts';
import {
  decodeAgreementKey,
  decodeSigningKey,
  encodeAgreementKey,
  encodeSigningKey,
} from '../../lib/crypto/multikey.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

interface Key {
  [member: string]: string;
  public_key_hex: string;
}
interface Text {
  [member: string]: string;
  text: string;
}

const { accept, refuse } = casesOf({
  'write-signing': ({ public_key_hex }: Key) => written(0xed, public_key_hex, encodeSigningKey),
  'write-agreement': ({ public_key_hex }: Key) => written(0xec, public_key_hex, encodeAgreementKey),
  'read-signing': ({ text }: Text) => ({ output: { public_key_hex: hex(decodeSigningKey(text)) } }),
  'read-agreement': ({ text }: Text) => ({ output: { public_key_hex: hex(decodeAgreementKey(text)) } }),
});

function written(code: number, keyHex: string, encode: (key: Uint8Array) => string) {
  const publicKey = hexDecode(keyHex);
  return {
    steps: { prefixed_hex: hex(concatBytes(Uint8Array.of(code, 1), publicKey)) },
    output: { multibase: encode(publicKey) },
  };
}

const { alice, bob } = personas;
const { Point } = ed25519;
const z = (...bytes: (number | Uint8Array)[]) =>
  `z${base58.encode(concatBytes(...bytes.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part))))}`;
const signing = (key: Uint8Array) => z(0xed, 1, key);
const agreement = (key: Uint8Array) => z(0xec, 1, key);
/** 32 bytes of little-endian hex, filled up with zeros. */
const key = (start: string) => hexDecode(start.padEnd(64, '0'));
const P_HEX = `ed${'ff'.repeat(30)}7f`;

const aliceSigning = encodeSigningKey(alice.signer.publicKey);
const alicePreKey = encodeAgreementKey(alice.preKey.publicKey);
const eighth = Point.fromBytes(
  hexDecode('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
  true,
);

const NO_SIGNING: [name: string, publicKey: Uint8Array, why: string][] = [
  ['the identity', key('01'), 'Its order is 1.'],
  ['a point of order 2', hexDecode(`ec${'ff'.repeat(30)}7f`), 'Its order is small.'],
  ['a point of order 4', key('00'), 'Its order is small.'],
  ['a point of order 8', eighth.toBytes(), 'Its order is small.'],
  ['a point of another order 8', eighth.negate().toBytes(), 'Its order is small.'],
  [
    'an honest key and a point of order 8',
    Point.fromBytes(alice.signer.publicKey).add(eighth).toBytes(),
    'It is not torsion-free: L times it is not the identity.',
  ],
  [
    'an honest key and a point of order 2',
    Point.fromBytes(alice.signer.publicKey).add(eighth.double().double()).toBytes(),
    'It is not torsion-free: L times it is not the identity.',
  ],
  ['y = p, which is 0', hexDecode(P_HEX), 'It is not canonical.'],
  ['y = p + 1, which is 1', hexDecode(`ee${'ff'.repeat(30)}7f`), 'It is not canonical.'],
  ['y = p + 3, which is 3', hexDecode(`f0${'ff'.repeat(30)}7f`), 'It is not canonical.'],
  ['the sign of x = 0', hexDecode(`01${'00'.repeat(30)}80`), 'It is not canonical.'],
  ['y = 2, no point of the curve', key('02'), 'There is no x for it.'],
];

const NO_AGREEMENT: [name: string, publicKey: Uint8Array, why: string][] = [
  ['u = 0', key('00'), 'Its order is low.'],
  ['u = 1', key('01'), 'Its order is low.'],
  [
    'a u of order 8',
    hexDecode('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'),
    'Its order is low.',
  ],
  [
    'the other u of order 8',
    hexDecode('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'),
    'Its order is low.',
  ],
  ['u = p - 1', hexDecode(`ec${'ff'.repeat(30)}7f`), 'Its order is low.'],
  ['u = p', hexDecode(P_HEX), 'It is not below p.'],
  ['u = p + 9', hexDecode(`f6${'ff'.repeat(30)}7f`), 'It is not below p.'],
  ['u = 2^255 - 1', hexDecode(`${'ff'.repeat(31)}7f`), 'It is not below p.'],
  [
    'an honest key with its top bit',
    alice.preKey.publicKey.map((byte, at) => (at === 31 ? byte | 0x80 : byte)),
    'The top bit is clear.',
  ],
];

/** Public keys as multibase. */
export async function multikey(): Promise<VectorFile> {
  return {
    format: 'multikey',
    document: 'protocol.md §1.4',
    about: 'Public keys as multibase text, with the check that a key passes once when it is taken in (§3.2).',
    operations: {
      'write-signing': 'The text of an Ed25519 public key.',
      'write-agreement': 'The text of an X25519 public key.',
      'read-signing': 'The Ed25519 public key of a text, checked.',
      'read-agreement': 'The X25519 public key of a text, checked.',
    },
    modules: ['lib/crypto/multikey.ts', 'lib/crypto/edwards-points.ts', 'lib/crypto/montgomery-points.ts'],
    accept: await Promise.all([
      accept("Alice's signing key", 'write-signing', { public_key_hex: hex(alice.signer.publicKey) }),
      accept("Bob's signing key", 'write-signing', { public_key_hex: hex(bob.signer.publicKey) }),
      accept("Alice's pre-key", 'write-agreement', { public_key_hex: hex(alice.preKey.publicKey) }),
      accept("Bob's pre-key", 'write-agreement', { public_key_hex: hex(bob.preKey.publicKey) }),
      accept("Alice's signing key read", 'read-signing', { text: aliceSigning }),
      accept("Alice's pre-key read", 'read-agreement', { text: alicePreKey }),
      accept('the base point as signing key', 'read-signing', { text: signing(Point.BASE.toBytes()) }),
      accept('the base point as X25519 key', 'read-agreement', { text: agreement(key('09')) }),
      accept('u = 2, a point of the twist', 'read-agreement', { text: agreement(key('02')) }),
      accept('u = p - 2', 'read-agreement', { text: agreement(hexDecode(`eb${'ff'.repeat(30)}7f`)) }),
    ]),
    refuse: await Promise.all([
      refuse('nothing', 'read-signing', { text: '' }, 'There is no key.'),
      refuse('a prefix alone', 'read-signing', { text: 'z' }, 'There is no key.'),
      refuse('no prefix', 'read-signing', { text: aliceSigning.slice(1) }, 'The text begins with z.'),
      refuse(
        'a capital prefix',
        'read-signing',
        { text: `Z${aliceSigning.slice(1)}` },
        'The text begins with z.',
      ),
      refuse(
        'base64url',
        'read-signing',
        { text: `u${Buffer.from([0xed, 1, ...alice.signer.publicKey]).toString('base64url')}` },
        'Only base58btc is taken.',
      ),
      refuse(
        'a character that base58 has not',
        'read-signing',
        { text: `${aliceSigning.slice(0, -1)}0` },
        'The alphabet has no 0.',
      ),
      refuse('a space at the end', 'read-signing', { text: `${aliceSigning} ` }, 'It is no digit.'),
      refuse(
        'a zero byte before it',
        'read-signing',
        { text: `z1${aliceSigning.slice(1)}` },
        'These are 35 bytes.',
      ),
      refuse(
        'a byte too few',
        'read-signing',
        { text: signing(alice.signer.publicKey.subarray(1)) },
        'A key has 32 bytes.',
      ),
      refuse(
        'a byte too many',
        'read-signing',
        { text: signing(concatBytes(alice.signer.publicKey, Uint8Array.of(0))) },
        'A key has 32 bytes.',
      ),
      refuse(
        '49 characters',
        'read-signing',
        { text: `z${'1'.repeat(48)}` },
        'A key has at most 48 characters.',
      ),
      refuse(
        'a pre-key for a signing key',
        'read-signing',
        { text: alicePreKey },
        'The prefix is that of X25519.',
      ),
      refuse(
        'a signing key for a pre-key',
        'read-agreement',
        { text: aliceSigning },
        'The prefix is that of Ed25519.',
      ),
      refuse(
        'a key of secp256k1',
        'read-signing',
        { text: z(0xe7, 1, alice.signer.publicKey) },
        'The prefix is that of secp256k1.',
      ),
      refuse(
        'the prefix as one byte',
        'read-signing',
        { text: z(0xed, alice.signer.publicKey) },
        'The prefix is a varint of two bytes.',
      ),
      refuse(
        'the prefix as a longer varint',
        'read-signing',
        { text: z(0xed, 0x81, 0, alice.signer.publicKey) },
        'These are 35 bytes.',
      ),
      ...NO_SIGNING.map(([name, publicKey, why]) =>
        refuse(`signing key: ${name}`, 'read-signing', { text: signing(publicKey) }, why),
      ),
      ...NO_AGREEMENT.map(([name, publicKey, why]) =>
        refuse(`X25519 key: ${name}`, 'read-agreement', { text: agreement(publicKey) }, why),
      ),
    ]),
  };
}
