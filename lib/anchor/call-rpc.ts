import { type Fetch, fetchCapped } from '../net/fetch-capped.ts';
import { UnreachableError } from '../net/unreachable-error.ts';

/** What a node answered: a result, or that it refuses. */
export type RpcAnswer = { result: unknown } | { refusal: { reverted: boolean } };

/** One call of a node. */
export interface RpcRequest {
  method: string;
  params: readonly unknown[];
  /** Milliseconds for the whole reply. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Bytes: a reply of an RPC endpoint (security.md *Limits*). It is not read any further. */
const MAX_REPLY = 1_048_576;
/** JSON-RPC's code for a call that reverted, as most nodes give it; the others say it in words. */
const REVERTED = 3;

/**
 * One JSON-RPC call by HTTP, without credentials, referrer or redirect, of at most 1 MiB in reply. Which words and codes
 * a node refuses with is its own affair: only whether the call reverted is kept (security.md T-77). Throws
 * `UnreachableError` when no JSON-RPC answer comes.
 */
export async function callRpc(fetch: Fetch, url: string, request: RpcRequest): Promise<RpcAnswer> {
  const { status, json } = await fetchCapped(fetch, url, {
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: request.method, params: request.params }),
    limit: MAX_REPLY,
    timeoutMs: request.timeoutMs,
    signal: request.signal,
  });
  if (typeof json !== 'object' || json === null) throw new UnreachableError('malformed');
  const { result, error } = json as { result?: unknown; error?: unknown };
  if (typeof error === 'object' && error !== null) return { refusal: { reverted: isRevert(error) } };
  if (status !== 200 || result === undefined) throw new UnreachableError('malformed');
  return { result };
}

function isRevert({ code, message }: { code?: unknown; message?: unknown }): boolean {
  return code === REVERTED || (typeof message === 'string' && /\brevert/i.test(message.slice(0, 200)));
}
