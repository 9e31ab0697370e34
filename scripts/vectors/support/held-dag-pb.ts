import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import { type Bytes, concatBytes } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';

const SHA2_256 = 0x12;
const cidOf = (codec: number, block: Bytes) => CID.createV1(codec, Digest.create(SHA2_256, sha256(block)));

/** A number of protobuf, in 7 bits a byte. */
function varint(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** A field of protobuf: bytes (wire type 2) or a number (wire type 0). */
export function field(number: number, value: Bytes | number): Bytes {
  return typeof value === 'number'
    ? concatBytes(varint(number * 8), varint(value))
    : concatBytes(varint(number * 8 + 2), varint(value.length), value);
}

/** The root of a file of raw blocks, as `ipfs add` makes it: links (field 2) before data (field 1), UnixFS type 2. */
export function fileRoot(parts: readonly Bytes[], type = 2): Bytes {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const links = parts.map((part) =>
    field(
      2,
      concatBytes(
        field(1, new Uint8Array(cidOf(0x55, part).bytes)),
        field(2, new Uint8Array(0)),
        field(3, part.length),
      ),
    ),
  );
  const sizes = parts.map((part) => field(4, part.length));
  const unixFs = concatBytes(field(1, type), field(3, size), ...sizes);
  return concatBytes(...links, field(1, unixFs));
}

/** The CID of a dag-pb block in its one text. */
export function dagPbCid(block: Bytes): string {
  return cidOf(0x70, block).toString();
}
