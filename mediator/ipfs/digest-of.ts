import { hash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import { parseCid } from '../../lib/protocol/cid.ts';

/**
 * The digest in a CID, by which blocks are found: CIDv0 and every CIDv1 of one block hold the same.
 * @throws ProtocolError `cid` for what `parseCid` refuses; an Error when `bytes` are given and have another digest
 */
export function digestOf(cid: string, bytes?: Uint8Array): Uint8Array {
  const { digest } = CID.parse(parseCid(cid)).multihash;
  if (bytes && !hash('sha256', bytes, 'buffer').equals(digest)) throw new Error('a CID of other bytes');
  return digest;
}
