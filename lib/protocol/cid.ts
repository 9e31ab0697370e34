import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import { sha256 } from '../crypto/hash.ts';
import { ProtocolError } from './protocol-error.ts';

const RAW = 0x55;
const DAG_PB = 0x70;
const SHA2_256 = 0x12;
// A CIDv1 of sha2-256 has 59 characters in base32, fewer in the other bases; binary forms are longer.
const MAX_LENGTH = 128;

/** CIDv1, raw codec, sha2-256, base32 of exactly these bytes (address-messaging.md §4.1). */
export function rawCid(bytes: Uint8Array): string {
  return cidOf(RAW, sha256(bytes));
}

/**
 * The normalised text of a CID: version 1, base32. Version 0 and version 1 of one block give one text. Takes raw and
 * dag-pb blocks of sha2-256 only: identity hashes carry content that nobody checks, and weaker ones can be forged.
 * Throws `ProtocolError('cid')`.
 */
export function parseCid(text: string): string {
  const { code, multihash } = parse(text);
  if (code !== RAW && code !== DAG_PB) throw new ProtocolError('cid', 'a CID of another codec');
  if (multihash.code !== SHA2_256 || multihash.digest.length !== 32)
    throw new ProtocolError('cid', 'a CID of another hash');
  return cidOf(code, multihash.digest);
}

function parse(text: string): CID {
  // Multibase has no padding here; the library takes it all the same.
  if (text.length > MAX_LENGTH || text.includes('=')) throw new ProtocolError('cid', 'not a CID');
  try {
    return CID.parse(text);
  } catch (cause) {
    throw new ProtocolError('cid', 'not a CID', { cause });
  }
}

// Made anew from its parts, since the text or its numbers may be in a form that is not the shortest.
function cidOf(code: number, digest: Uint8Array): string {
  return CID.createV1(code, Digest.create(SHA2_256, digest)).toString();
}
