import * as v from 'valibot';
import { type Fetch, fetchCapped } from '../net/fetch-capped.ts';
import { contactableUrl } from '../net/host-policy.ts';
import { UnreachableError } from '../net/unreachable-error.ts';

const hexData = v.pipe(v.string(), v.regex(/^0x([0-9a-fA-F]{2})*$/));
const quantity = v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{1,16}$/));
const replies = v.array(
  v.object({
    id: v.number(),
    result: v.optional(v.unknown()),
    error: v.optional(v.object({ code: v.number(), message: v.optional(v.string()) })),
  }),
);
/** A reply about a contract wallet or a name (security.md *Limits*). */
const REPLY_BYTES = 64 * 1024;
/** How long that reply may take (security.md *Limits*). */
const TIMEOUT_MS = 15_000;
/** Endpoints do not agree on the code of an execution that reverted: geth gives 3, others -32000 with the word in it. */
const isRevert = ({ code, message = '' }: { code: number; message?: string | undefined }) =>
  code === 3 || (code === -32_000 && /revert/i.test(message));

/**
 * One `eth_call` at the `finalized` block, after the endpoint said that it is of this chain: the hex it returns in lower
 * case, null where the contract reverts. Throws UnreachableError when it does not answer so.
 */
export async function ethCall(
  fetch: Fetch,
  url: string,
  { chainId, to, data }: { chainId: number; to: string; data: string },
): Promise<string | null> {
  const body = JSON.stringify([
    { jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] },
    { jsonrpc: '2.0', id: 2, method: 'eth_call', params: [{ to, data }, 'finalized'] },
  ]);
  const { href } = checkedUrl(url);
  const { json } = await fetchCapped(fetch, href, { body, limit: REPLY_BYTES, timeoutMs: TIMEOUT_MS });
  const parsed = v.safeParse(replies, json);
  if (!parsed.success) throw new UnreachableError('malformed');
  const [chain, call] = [1, 2].map((id) => parsed.output.find((one) => one.id === id));
  if (!v.is(quantity, chain?.result) || Number(chain?.result) !== chainId)
    throw new UnreachableError('malformed');
  if (call?.error !== undefined && isRevert(call.error)) return null;
  const result: unknown = call?.result;
  if (!v.is(hexData, result)) throw new UnreachableError('malformed');
  return result.toLowerCase();
}

function checkedUrl(url: string): URL {
  try {
    return contactableUrl(url, 'http', true);
  } catch (cause) {
    throw new UnreachableError('forbidden-host', cause);
  }
}
