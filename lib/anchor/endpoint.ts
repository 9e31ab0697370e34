import type { Fetch } from '../net/fetch-capped.ts';
import { contactableUrl } from '../net/host-policy.ts';
import { AnchorError } from './anchor-error.ts';
import { encodeHeader } from './block-header.ts';
import { callRpc, type RpcAnswer } from './call-rpc.ts';
import { fromHexOf, fromSmallQuantity, toHex, toQuantity } from './hex-data.ts';

/** A block as an endpoint states it. */
export interface StatedBlock {
  number: number;
  /** Lower-case hex. */
  hash: string;
  /** Whole seconds. */
  timestamp: number;
  /** RLP that hashes to `hash`, null where the members the endpoint gives do not. */
  header: Uint8Array<ArrayBuffer> | null;
}

/** One RPC endpoint for the time of one reading; nothing it says is believed by itself. */
export interface Endpoint {
  host: string;
  call(method: string, ...params: unknown[]): Promise<RpcAnswer>;
  /** The newest finalized block; rejects with `wrong-chain` or `stale` when the endpoint is of no use. Asked once. */
  finalized(): Promise<StatedBlock>;
  /** A block by its number; asked once a number. */
  block(number: number): Promise<StatedBlock>;
}

/** What an endpoint must be. */
export interface EndpointRules {
  chainId: number;
  /** Seconds that its newest block may be old. */
  maxHeadAge: number;
  /** Milliseconds for one reply. */
  timeoutMs: number;
  /** Whole seconds. */
  now: number;
  signal: AbortSignal;
}

/** An endpoint by its URL; makes no request yet. */
export function createEndpoint(fetch: Fetch, url: string, rules: EndpointRules): Endpoint {
  const blocks = new Map<string, Promise<StatedBlock>>();
  const call = async (method: string, ...params: unknown[]) => {
    const { href } = contactableUrl(url, 'http', true);
    return callRpc(fetch, href, { method, params, timeoutMs: rules.timeoutMs, signal: rules.signal });
  };
  const block = (name: string) => {
    let known = blocks.get(name);
    if (!known) {
      known = call('eth_getBlockByNumber', name, false).then(statedBlock);
      blocks.set(name, known);
    }
    return known;
  };
  let report: Promise<StatedBlock> | undefined;
  const readReport = async () => {
    const [chainId, latest, finalized] = await Promise.all([
      call('eth_chainId').then((answer) => fromSmallQuantity(resultOf(answer))),
      block('latest'),
      block('finalized'),
    ]);
    if (chainId !== rules.chainId) throw new AnchorError('wrong-chain');
    if (latest.timestamp < rules.now - rules.maxHeadAge) throw new AnchorError('stale');
    if (finalized.number > latest.number) throw new AnchorError('malformed');
    return finalized;
  };
  return {
    host: URL.canParse(url) ? new URL(url).host : '',
    call,
    finalized: () => {
      report ??= readReport();
      return report;
    },
    block: async (number) => {
      const stated = await block(toQuantity(number));
      if (stated.number !== number) throw new AnchorError('malformed');
      return stated;
    },
  };
}

/** The result of an answer; throws `AnchorError('malformed')` for a refusal. */
export function resultOf(answer: RpcAnswer): unknown {
  if ('refusal' in answer) throw new AnchorError('malformed');
  return answer.result;
}

function statedBlock(answer: RpcAnswer): StatedBlock {
  const block = resultOf(answer);
  if (typeof block !== 'object' || block === null) throw new AnchorError('malformed');
  const stated = block as Record<string, unknown>;
  return {
    number: fromSmallQuantity(stated.number),
    hash: toHex(fromHexOf(stated.hash, 32)),
    timestamp: fromSmallQuantity(stated.timestamp),
    header: encodeHeader(stated),
  };
}
