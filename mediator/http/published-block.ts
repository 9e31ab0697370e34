import { Refusal } from '../errors/refusal.ts';
import { digestOf } from '../ipfs/digest-of.ts';
import { findBlock } from '../store/blocks/find-block.ts';
import type { Database } from '../store/database/schema.ts';
import { CORS } from './reply.ts';

const RAW = 'application/vnd.ipld.raw';

/** What of a request decides the answer. */
export interface BlockRequest {
  cid: string;
  format: string | undefined;
  accept: string | undefined;
  ifNoneMatch: string | undefined;
  isHead: boolean;
}

/**
 * A published block as it is: a trustless gateway, whose reader checks the hash. Only raw blocks, by `?format=raw` or
 * `Accept`, since anything rendered would be content of strangers under our name (IPFS trustless gateway specification).
 * @throws Refusal `INVALID_COMMAND` for another format or what is no CID of a sha2-256 block, `NOT_FOUND` when unpublished
 */
export async function publishedBlock(db: Database, request: BlockRequest): Promise<Response> {
  const { cid, format, accept = '', ifNoneMatch, isHead } = request;
  if (format === undefined ? !accept.includes(RAW) : format !== 'raw') throw new Refusal('INVALID_COMMAND');
  const bytes = await findBlock(db, digestIn(cid));
  if (!bytes) throw new Refusal('NOT_FOUND');
  const etag = `"${cid}.raw"`;
  const headers = {
    ...CORS,
    'access-control-expose-headers': 'content-length, etag, retry-after, x-ipfs-path',
    'cache-control': 'public, max-age=29030400, immutable',
    'content-disposition': `attachment; filename="${cid}.bin"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': RAW,
    etag,
    vary: 'accept',
    'x-content-type-options': 'nosniff',
    'x-ipfs-path': `/ipfs/${cid}`,
  };
  if (ifNoneMatch?.includes(etag)) return new Response(null, { status: 304, headers });
  const length = { 'content-length': String(bytes.length) };
  return new Response(isHead ? null : Uint8Array.from(bytes), { headers: { ...headers, ...length } });
}

function digestIn(cid: string): Uint8Array {
  try {
    return digestOf(cid);
  } catch {
    throw new Refusal('INVALID_COMMAND');
  }
}
