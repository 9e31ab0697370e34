import { describe, expect, it } from 'vitest';
import { type ChainForm, fromForm, toForm } from '../../../components/settings/chain-form.ts';
import type { ChainSettings } from '../../../lib/api/popup/popup-rpc.ts';

const settings: ChainSettings = {
  chainId: 137,
  rpcUrls: ['https://a.example', 'https://b.example', 'https://c.example'],
  contract: `0x${'5b'.repeat(20)}`,
  slot: 1,
  gateways: ['https://d.example', 'https://e.example'],
  chains: { '1': 'https://f.example' },
  ensRpcUrl: 'https://g.example',
};

describe('the fields of the chain settings', () => {
  it('give back what was put in', () => {
    const { chainId, ...rest } = settings;
    expect(fromForm(toForm(settings))).toEqual({ settings: rest, problems: {} });
    expect(chainId).toBe(137);
  });

  it('take empty fields as: the one of the escrow, probed, off', () => {
    const form = { ...toForm(settings), contract: ' ', slot: '', ensRpcUrl: '', chains: '\n' };
    expect(fromForm(form)).toMatchObject({
      settings: { contract: null, slot: null, ensRpcUrl: null, chains: {} },
      problems: {},
    });
  });

  it.each<[string, Partial<ChainForm>, keyof ChainForm]>([
    ['two endpoints', { rpcUrls: ['https://a.example', 'https://b.example', ''] }, 'rpcUrls'],
    [
      'the same endpoint twice',
      { rpcUrls: ['https://a.example', 'https://a.example/x', 'https://c.example'] },
      'rpcUrls',
    ],
    ['an endpoint without a scheme', { rpcUrls: ['a', 'https://b.example', 'https://c.example'] }, 'rpcUrls'],
    ['one gateway', { gateways: 'https://d.example' }, 'gateways'],
    ['a script', { gateways: 'https://d.example\njavascript:alert(1)' }, 'gateways'],
    ['a short contract', { contract: '0x12' }, 'contract'],
    ['a slot that is none', { slot: '-1' }, 'slot'],
    ['an ENS endpoint that is none', { ensRpcUrl: 'ftp://a' }, 'ensRpcUrl'],
    ['a chain without a number', { chains: 'https://f.example' }, 'chains'],
  ])('refuse %s', (_, change, field) => {
    expect(Object.keys(fromForm({ ...toForm(settings), ...change }).problems)).toEqual([field]);
  });
});
