/**
 * Single blocks from trustless gateways. A gateway can withhold and it can waste our time up to a limit; it cannot change
 * a byte, because every block is hashed against the CID that was asked for (security.md T-80).
 */
import { CID } from 'multiformats/cid';
import { type Bytes, concatBytes, equalBytes } from '../crypto/bytes.ts';
import { digestSha256 } from '../crypto/hash.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import { contactableUrl } from '../net/host-policy.ts';
import { AnchorError } from './anchor-error.ts';
import { firstVerified } from './first-verified.ts';

/** Where blocks come from, and how long one request may take. */
export interface BlockSource {
  fetch: Fetch;
  gateways: readonly string[];
  /** Milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the next gateway is asked as well. */
  headStartMs?: number;
}

/** Bytes: a block of IPFS (security.md *Limits*). No redirect. */
const MAX_BLOCK = 2 * 1024 * 1024;

/** Tells whether these bytes are the block that a CID of sha2-256 names. */
export async function isBlockOf(cid: string, bytes: Bytes): Promise<boolean> {
  return equalBytes(await digestSha256(bytes), CID.parse(cid).multihash.digest);
}

/**
 * The block of a CID (as `parseCid` normalises it), from the first gateway that gives it; at most 2 MiB, no redirects,
 * no credentials. Throws `AnchorError('index-unavailable')`.
 */
export async function fetchBlock(cid: string, source: BlockSource): Promise<Bytes> {
  const one = async (gateway: string) => {
    const { href } = contactableUrl(`${gateway.replace(/\/$/, '')}/ipfs/${cid}?format=raw`, 'http', true);
    const bytes = await download(href, source);
    if (!(await isBlockOf(cid, bytes))) throw new AnchorError('index-unavailable');
    return bytes;
  };
  const nothing = () => new AnchorError('index-unavailable');
  try {
    return await firstVerified(source.gateways, one, nothing, source.headStartMs);
  } catch (cause) {
    throw new AnchorError('index-unavailable', { cause });
  }
}

async function download(url: string, { fetch, timeoutMs, signal }: BlockSource): Promise<Bytes> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline;
  const response = await fetch(url, {
    method: 'GET',
    headers: { accept: 'application/vnd.ipld.raw' },
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    // Blocks are kept by us, verified; the browser's cache would keep what a gateway said instead.
    cache: 'no-store',
    signal: either,
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel().catch(() => undefined);
    throw new AnchorError('index-unavailable');
  }
  return readBytes(response.body.getReader(), either);
}

async function readBytes(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<Bytes> {
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(new AnchorError('index-unavailable'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // A body that drips without end must not outlive the deadline, even where the platform forgets to abort it.
  aborted.catch(() => undefined);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) return concatBytes(...parts);
      size += value.byteLength;
      if (size > MAX_BLOCK) throw new AnchorError('index-unavailable');
      parts.push(value);
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error;
  }
}
