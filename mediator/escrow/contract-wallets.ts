import type { ContractWallets } from '../../lib/wallet-proof/verify-binding.ts';

const TIMEOUT_MS = 15_000;
const REPLY_BYTES = 1_048_576;

/**
 * Asks contract wallets by the escrow's own endpoints, one a chain, at the `finalized` block. An endpoint of another chain
 * is not believed: its contract of the same address may be somebody else's (B-12).
 */
export function createContractWallets(endpoints: ReadonlyMap<number, string>): ContractWallets {
  const checked = new Set<number>();
  return {
    chains: [...endpoints.keys()],
    async call(chainId, request) {
      const url = endpoints.get(chainId) as string;
      if (!checked.has(chainId)) {
        const reply = await ask(url, 'eth_chainId', []);
        if (Number(reply.result) !== chainId)
          throw new Error(`the endpoint for chain ${chainId} is of another`);
        checked.add(chainId);
      }
      const { result, reverted } = await ask(url, 'eth_call', [request, 'finalized']);
      if (reverted) return null;
      if (typeof result !== 'string') throw new Error('the endpoint answered no call');
      return result;
    },
  };
}

async function ask(
  url: string,
  method: string,
  params: unknown[],
): Promise<{ result: unknown; reverted: boolean }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const reply = JSON.parse(await readBounded(response)) as {
    result?: unknown;
    error?: { code?: unknown; message?: unknown };
  };
  if (reply.error === undefined) return { result: reply.result, reverted: false };
  // EIP-1474 has no code of its own for it; 3 is what nodes answer with the data of a revert.
  if (reply.error.code === 3 || /revert/i.test(String(reply.error.message)))
    return { result: null, reverted: true };
  throw new Error(`the endpoint refused ${method}`);
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > REPLY_BYTES) throw new Error('the endpoint answered too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
