import { describe, expect, it } from 'vitest';
import { DEFAULT_CHAIN_SETTINGS } from '../../../lib/domain/chain-settings.ts';
import { contractWallets } from '../../../lib/wallets/contract-wallets.ts';

const YES = `0x1626ba7e${'0'.repeat(56)}`;
const NO = '0x';
const HOSTS = ['https://a.example', 'https://b.example', 'https://c.example'];

type Answer = string | 'down' | 'other-chain' | 'revert';

function wallets(answers: readonly Answer[], chains: Record<string, string> = {}) {
  const fetch = async (url: string) => {
    const answer = answers[HOSTS.indexOf(new URL(url).origin)] ?? 'down';
    if (answer === 'down') throw new TypeError('no network');
    const chain = { jsonrpc: '2.0', id: 1, result: answer === 'other-chain' ? '0x1' : '0x89' };
    const error = { code: -32_000, message: 'execution reverted' };
    const call = answer === 'revert' ? { error } : { result: answer === 'other-chain' ? YES : answer };
    return Response.json([chain, { jsonrpc: '2.0', id: 2, ...call }]);
  };
  return contractWallets(fetch, { ...DEFAULT_CHAIN_SETTINGS, rpcUrls: HOSTS, chains });
}

const ask = (answers: readonly Answer[], chainId = 137, chains = {}) =>
  wallets(answers, chains).call(chainId, { to: `0x${'1'.repeat(40)}`, data: '0x' });

describe('B-12 contract wallets are asked on chains of the settings', () => {
  it('believes two that agree, and never one', async () => {
    expect(await ask([YES, YES, NO])).toBe(YES);
    expect(await ask([NO, YES, NO])).toBe(NO);
    expect(await ask(['revert', 'revert', YES])).toBeNull();
    await expect(ask([YES, 'down', 'down'])).rejects.toMatchObject({ code: 4901 });
    await expect(ask([YES, NO, 'revert'])).rejects.toMatchObject({ code: 4901 });
    await expect(ask([YES, 'other-chain', 'other-chain'])).rejects.toMatchObject({ code: 4901 });
  });

  it('names the anchor chain and those the person added', () => {
    expect(wallets([], { '10': 'https://a.example' }).chains).toEqual([137, 10]);
  });
});
