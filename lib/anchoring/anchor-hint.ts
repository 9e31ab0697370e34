import * as v from 'valibot';
import type { MediatorDirectory } from '../mediator-client/resolve-mediator.ts';
import { type Fetch, fetchCapped } from '../net/fetch-capped.ts';
import { didWebUrl } from '../protocol/did-web.ts';

const REPLY_BYTES = 16 * 1024;
const TIMEOUT_MS = 3_000;

const replySchema = v.object({ tx: v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/)) });

/**
 * The transaction in which a mediator says that it listed a CID of ours, undefined when it names none. Whoever asks must
 * read that transaction; nothing follows from the answer alone (address-messaging.md §5.6). Throws UnreachableError.
 */
export async function anchorHint(
  { directory, fetch }: { directory: MediatorDirectory; fetch: Fetch },
  listedBy: string,
  cid: string,
): Promise<string | undefined> {
  // Refuses hosts that may not be contacted.
  await directory.resolve(listedBy);
  const url = `${didWebUrl(listedBy).baseUrl}/anchor/${encodeURIComponent(cid)}`;
  const { json } = await fetchCapped(fetch, url, { limit: REPLY_BYTES, timeoutMs: TIMEOUT_MS });
  return v.is(replySchema, json) ? json.tx : undefined;
}
