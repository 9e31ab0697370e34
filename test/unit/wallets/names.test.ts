import { describe, expect, it } from 'vitest';
import { checksumAddress } from '../../../lib/wallets/checksum-address.ts';
import { isEnsName, namehash, resolveEns } from '../../../lib/wallets/resolve-ens.ts';

const NODE = 'de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f';

/** A mainnet of two contracts: the registry names a resolver, and that an address. */
function mainnet(answers: Record<string, string>) {
  return async (_url: string, init: RequestInit) => {
    const [, call] = JSON.parse(init.body as string) as { params: [{ data: string }, string] }[];
    const data = call?.params[0].data ?? '';
    expect(call?.params[1]).toBe('finalized');
    return Response.json([
      { jsonrpc: '2.0', id: 1, result: '0x1' },
      { jsonrpc: '2.0', id: 2, result: answers[data.slice(0, 10)] ?? `0x${'0'.repeat(64)}` },
    ]);
  };
}

const word = (address: string) => `0x${'0'.repeat(24)}${address.slice(2)}`;

describe('addresses and names', () => {
  it.each([
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
    '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  ])('show %s with the checksum of EIP-55', (address) => {
    expect(checksumAddress(address.toLowerCase())).toBe(address);
  });

  it('hash as ERC-137 says', () => {
    expect(namehash('eth')).toBe('93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae');
    expect(namehash('foo.eth')).toBe(NODE);
  });

  it('take plain names only', () => {
    for (const name of ['carol.eth', 'Carol.ETH', 'a-b.carol.eth', 'x1.io'])
      expect(isEnsName(name)).toBe(true);
    for (const name of ['eth', 'cаrol.eth', '-a.eth', 'a-.eth', 'a..eth', 'a b.eth', `${'a'.repeat(64)}.eth`])
      expect(isEnsName(name)).toBe(false);
  });

  it('resolve by registry and resolver; none and zero are null', async () => {
    const resolver = `0x${'a'.repeat(40)}`;
    const wallet = `0x${'b'.repeat(40)}`;
    const answers = { '0x0178b8bf': word(resolver), '0x3b3b57de': word(wallet) };
    expect(await resolveEns(mainnet(answers), 'https://rpc.example', 'foo.eth')).toBe(wallet);
    expect(await resolveEns(mainnet({}), 'https://rpc.example', 'foo.eth')).toBeNull();
    const garbled = { '0x0178b8bf': `0x${'f'.repeat(64)}` };
    expect(await resolveEns(mainnet(garbled), 'https://rpc.example', 'foo.eth')).toBeNull();
  });
});
