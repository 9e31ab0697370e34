import { hash } from 'node:crypto';
import { CID } from 'multiformats/cid';

const SHA2_256 = 0x12;

/**
 * The digest in a CID, by which blocks are found: CIDv0 and every CIDv1 of one block hold the same.
 * @throws for a hash other than sha2-256, and when `bytes` are given and have another digest
 */
export function digestOf(cid: string, bytes?: Uint8Array): Uint8Array {
  const { code, digest } = CID.parse(cid).multihash;
  if (code !== SHA2_256 || digest.length !== 32) throw new Error('a CID of another hash function');
  if (bytes && !hash('sha256', bytes, 'buffer').equals(digest)) throw new Error('a CID of other bytes');
  return digest;
}
