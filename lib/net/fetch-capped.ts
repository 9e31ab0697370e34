import { readCapped } from './read-capped.ts';
import { UnreachableError } from './unreachable-error.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface CappedRequest {
  /** Present: POST of JSON. Absent: GET. */
  body?: string;
  /** Bytes of the reply that are read at most. */
  limit: number;
  /** Milliseconds for the whole of it, body included. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface CappedReply {
  status: number;
  json: unknown;
}

/**
 * One request to a mediator: no credentials, no redirect, no referrer, no cache, a deadline over the whole reply, and a
 * body that is JSON within `limit` (`protocol.md` §5.16, `security.md` T-54, L-24, L-25). Throws `UnreachableError`.
 */
export async function fetchCapped(fetch: Fetch, url: string, request: CappedRequest): Promise<CappedReply> {
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
  try {
    const response = await fetch(url, {
      method: request.body === undefined ? 'GET' : 'POST',
      headers:
        request.body === undefined
          ? { accept: 'application/json' }
          : { accept: 'application/json', 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: request.body }),
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal,
    });
    return { status: response.status, json: parseJson(await readCapped(response, request.limit, signal)) };
  } catch (error) {
    if (request.signal?.aborted) throw new UnreachableError('aborted', error);
    if (deadline.aborted) throw new UnreachableError('timeout', error);
    if (error instanceof UnreachableError) throw error;
    throw new UnreachableError('network', error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreachableError('not-json', cause);
  }
}
