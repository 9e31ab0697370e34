/**
 * Asks contract wallets whether a signature is theirs, on the chains of the person's settings only, at the `finalized`
 * block (address-messaging.md §1.3). On the anchor chain two endpoints must agree, so that one that lies makes nobody's
 * wallet; on a further chain the one endpoint the person gave is believed.
 */

import type { ChainSettings } from '../api/popup/popup-rpc.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import { UnreachableError } from '../net/unreachable-error.ts';
import type { ContractWallets } from '../wallet-proof/verify-binding.ts';
import { ethCall } from './eth-call.ts';

const AGREEING = 2;

/** Makes the verifier's view of contract wallets from the settings of this moment. */
export function contractWallets(fetch: Fetch, settings: ChainSettings): ContractWallets {
  const further = Object.keys(settings.chains).map(Number);
  return {
    chains: [...new Set([settings.chainId, ...further])],
    async call(chainId, request) {
      if (chainId === settings.chainId) return agreed(fetch, settings.rpcUrls, chainId, request);
      return ethCall(fetch, settings.chains[chainId] ?? '', { chainId, ...request });
    },
  };
}

async function agreed(
  fetch: Fetch,
  urls: readonly string[],
  chainId: number,
  request: { to: string; data: string },
): Promise<string | null> {
  const answers = await Promise.allSettled(urls.map((url) => ethCall(fetch, url, { chainId, ...request })));
  const counts = new Map<string | null, number>();
  for (const answer of answers) {
    if (answer.status === 'fulfilled') counts.set(answer.value, (counts.get(answer.value) ?? 0) + 1);
  }
  const needed = Math.min(AGREEING, urls.length);
  const found = [...counts].filter(([, count]) => count >= needed);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new UnreachableError('network');
  return only[0];
}
