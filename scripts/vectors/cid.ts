import { base32 } from 'multiformats/bases/base32';
import { base36 } from 'multiformats/bases/base36';
import { base58btc } from 'multiformats/bases/base58';
import { type Bytes, concatBytes, hex, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { parseCid, rawCid } from '../../lib/protocol/cid.ts';
import { refused } from './support/refused.ts';
import { repeated } from './support/repeated.ts';
import type { AcceptCase, RefuseCase, VectorFile } from './support/vector-file.ts';

const digest = sha256(utf8('hello'));
const binary = (...prefix: number[]) => concatBytes(Uint8Array.from(prefix), digest);
const raw = binary(1, 0x55, 0x12, 0x20);
const dagPb = binary(1, 0x70, 0x12, 0x20);
const version0 = binary(0x12, 0x20);
const text0 = base58btc.encode(version0).slice(1);
const text = base32.encode(raw);

function made(name: string, bytes: Bytes): AcceptCase {
  const hash = sha256(bytes);
  const multihash = concatBytes(Uint8Array.of(0x12, 0x20), hash);
  return {
    name,
    operation: 'make',
    input: { bytes_hex: hex(bytes) },
    steps: {
      sha256_hex: hex(hash),
      multihash_hex: hex(multihash),
      binary_hex: hex(concatBytes(Uint8Array.of(1, 0x55), multihash)),
    },
    output: { cid: rawCid(bytes) },
  };
}

function parsed(name: string, given: string): AcceptCase {
  return { name, operation: 'parse', input: { text: given }, output: { cid: parseCid(given) } };
}

function wrong(name: string, given: string, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'parse', input: { text: given }, why }, () => parseCid(given));
}

const withHash = (code: number, bytes: Uint8Array) =>
  base32.encode(concatBytes(Uint8Array.of(1, 0x55, code, bytes.length), bytes));

/** Names of blocks. */
export async function cid(): Promise<VectorFile> {
  return {
    format: 'cid',
    document: 'address-messaging.md §2',
    about:
      'Records, index files and their blocks are named by a CIDv1 in lower-case base32; what others write is brought to that one text before it is compared.',
    operations: {
      make: 'The CID of a block of bytes: version 1, codec raw (0x55), sha2-256.',
      parse: 'Any text of a CID of a raw (0x55) or dag-pb (0x70) block as the one text it is compared by.',
    },
    modules: ['lib/protocol/cid.ts'],
    accept: [
      made('of five letters', utf8('hello')),
      made('of no bytes', new Uint8Array(0)),
      made('of canonical JSON', utf8(canonicalJson({ v: 1, name: 'Zoë' }))),
      parsed('as we write it', text),
      parsed('version 1 of a dag-pb block', base32.encode(dagPb)),
      parsed('version 0 is version 1 of the dag-pb block with the same hash', text0),
      parsed('in base58btc', base58btc.encode(raw)),
      parsed('in base36', base36.encode(raw)),
      parsed('capitals after the prefix of base32', `b${text.slice(1).toUpperCase()}`),
      parsed('capitals after the prefix of base36', `k${base36.encode(raw).slice(1).toUpperCase()}`),
    ],
    refuse: [
      await wrong('nothing', '', 'There is no CID in it.'),
      await wrong('all in capitals', text.toUpperCase(), 'The multibase prefix B is not among b, k and z.'),
      await wrong('in base16', `f${hex(raw)}`, 'The multibase prefix f is not among b, k and z.'),
      await wrong('padded', `${text}=====`, 'Base32 in multibase has no padding.'),
      await wrong(
        'loose bits at the end',
        `${text.slice(0, -1)}r`,
        'The two bits after the last byte are not zero.',
      ),
      await wrong('a space before it', ` ${text}`, 'Nothing may stand around a CID.'),
      await wrong('a line feed after it', `${text}\n`, 'Nothing may stand around a CID.'),
      await wrong('a path behind it', `${text}/index.json`, 'Nothing may stand around a CID.'),
      await wrong('an address of IPFS', `ipfs://${text}`, 'Nothing may stand around a CID.'),
      await wrong(
        'version 0 with a multibase prefix',
        base58btc.encode(version0),
        'Version 0 is written without a prefix.',
      ),
      await wrong('version 0 in base32', base32.encode(version0), 'Version 0 is base58btc only.'),
      await wrong('version 2', base32.encode(binary(2, 0x55, 0x12, 0x20)), 'There are versions 0 and 1.'),
      await wrong(
        'an identity hash',
        withHash(0, utf8('everything is in the name')),
        'An identity hash carries bytes that nobody checks.',
      ),
      await wrong(
        'an identity hash of 32 bytes',
        withHash(0, digest),
        'An identity hash carries bytes that nobody checks.',
      ),
      await wrong('sha1', withHash(0x11, digest.subarray(0, 20)), 'Only sha2-256 is taken.'),
      await wrong('sha2-512', withHash(0x13, concatBytes(digest, digest)), 'Only sha2-256 is taken.'),
      await wrong(
        'a hash that is cut',
        withHash(0x12, digest.subarray(0, 16)),
        'Of sha2-256 all 32 bytes count.',
      ),
      await wrong(
        'another codec',
        base32.encode(binary(1, 0x71, 0x12, 0x20)),
        'Codecs are raw (0x55) and dag-pb (0x70); this is dag-cbor.',
      ),
      await wrong(
        'a codec that is not written in its shortest form',
        base32.encode(binary(1, 0xd5, 0, 0x12, 0x20)),
        'Varints are in their shortest form.',
      ),
      await wrong(
        'a byte more',
        base32.encode(concatBytes(raw, Uint8Array.of(0))),
        'The bytes end with the hash.',
      ),
      await wrong('a byte less', base32.encode(raw.subarray(0, -1)), 'The hash is 32 bytes.'),
      await refused(
        {
          name: 'longer than 128 characters',
          operation: 'parse',
          input: { text: repeated('b', 129) },
          why: 'A text longer than 128 characters is not looked at.',
        },
        () => parseCid('b'.repeat(129)),
      ),
    ],
  };
}
