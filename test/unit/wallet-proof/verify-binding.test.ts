import { decodeAbiParameters, hashTypedData, recoverTypedDataAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { bindingTypedData, revocationTypedData } from '../../../lib/protocol/binding.ts';
import {
  type ContractWallets,
  verifyBinding,
  verifyWalletRevocation,
} from '../../../lib/wallet-proof/verify-binding.ts';
import { binding as sample } from '../protocol/held-samples.ts';

const refusal = (reason: string) => expect.objectContaining({ name: 'ProtocolError', reason });
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const other = privateKeyToAccount(`0x${'22'.repeat(32)}`);
const binding = { ...sample, wallet: account.address.toLowerCase() };
const MAGIC = `0x1626ba7e${'00'.repeat(28)}`;

const sign = (signer = account, over = binding, chainId = 137) =>
  signer.signTypedData(bindingTypedData(over, chainId) as never);
const bound = async (signer = account) => ({ binding, chainId: 137, walletSignature: await sign(signer) });

/** Contracts that answer one thing, and what they were asked. */
function contracts(answer: string | null, chains = [137]) {
  const asked: { chainId: number; to: string; data: string }[] = [];
  const wallets: ContractWallets = {
    chains,
    async call(chainId, request) {
      asked.push({ chainId, ...request });
      return answer;
    },
  };
  return { wallets, asked };
}

describe('the wallet’s side of a binding', () => {
  it('is an account’s signature, without any network', async () => {
    const { wallets, asked } = contracts(null, []);
    expect(await verifyBinding(await bound(), wallets)).toEqual({ kind: 'account' });
    expect(asked).toEqual([]);
  });

  it('is what viem recovers too', async () => {
    const { walletSignature } = await bound();
    const typed = { ...bindingTypedData(binding, 137), signature: walletSignature } as never;
    expect((await recoverTypedDataAddress(typed)).toLowerCase()).toBe(binding.wallet);
  });

  it.each([0, 1])('takes a recovery id of %d for 27 and 28', async (zero) => {
    const { walletSignature, ...rest } = await bound();
    const isOdd = walletSignature.endsWith('1c');
    const plain = `${walletSignature.slice(0, -2)}0${isOdd ? 1 : 0}`;
    const wrong = `${walletSignature.slice(0, -2)}0${isOdd ? 0 : 1}`;
    const { wallets } = contracts(null);
    expect(await verifyBinding({ ...rest, walletSignature: plain }, wallets)).toEqual({ kind: 'account' });
    await expect(verifyBinding({ ...rest, walletSignature: wrong }, wallets)).rejects.toEqual(
      refusal('wallet-signature'),
    );
    expect(zero).toBeLessThan(2);
  });

  it('takes no other last byte', async () => {
    const { walletSignature, ...rest } = await bound();
    const recovery = walletSignature.endsWith('1c') ? 1 : 0;
    const { wallets } = contracts(null);
    for (const last of [2, 26, 29, 35 + recovery, 54 + recovery, 81 + recovery, 255]) {
      const odd = walletSignature.slice(0, -2) + last.toString(16).padStart(2, '0');
      await expect(verifyBinding({ ...rest, walletSignature: odd }, wallets)).rejects.toEqual(
        refusal('wallet-signature'),
      );
    }
  });

  it('B-11 is of this binding, chain and wallet only', async () => {
    const { wallets } = contracts('0x');
    const { walletSignature } = await bound();
    const changed = [
      { binding: { ...binding, nonce: 'another-nonce-of-it' }, chainId: 137, walletSignature },
      { binding: { ...binding, expiresAt: binding.expiresAt + 1 }, chainId: 137, walletSignature },
      { binding: { ...binding, wallet: other.address.toLowerCase() }, chainId: 137, walletSignature },
      { binding, chainId: 137, walletSignature: await sign(other) },
      { binding, chainId: 137, walletSignature: await sign(account, binding, 1) },
    ];
    for (const claim of changed) {
      await expect(verifyBinding(claim, wallets)).rejects.toEqual(refusal('wallet-signature'));
    }
    await expect(verifyBinding({ binding, chainId: 1, walletSignature }, wallets)).rejects.toEqual(
      refusal('chain'),
    );
  });

  it('B-12 is a contract’s word, which gets the digest and the signature', async () => {
    const { wallets, asked } = contracts(MAGIC);
    expect(await verifyBinding(await bound(other), wallets)).toEqual({ kind: 'contract', chainId: 137 });
    const [call] = asked;
    expect(call).toMatchObject({ chainId: 137, to: binding.wallet });
    expect(call?.data.slice(0, 10)).toBe('0x1626ba7e');
    const parameters = `0x${call?.data.slice(10)}` as const;
    const [digest, signature] = decodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes' }], parameters);
    expect(digest).toBe(hashTypedData(bindingTypedData(binding, 137) as never));
    expect(signature).toBe(await sign(other));
  });

  it.each([
    ['nothing', '0x'],
    ['a revert', null],
    ['true', `0x${'1'.padStart(64, '0')}`],
    ['four bytes', '0x1626ba7e'],
    ['another word', `0xffffffff${'00'.repeat(28)}`],
    ['more than a word', `${MAGIC}00`],
    ['the bytes at the wrong end', `0x${'1626ba7e'.padStart(64, '0')}`],
  ])('B-12 is not believed when the contract answers %s', async (_, answer) => {
    await expect(verifyBinding(await bound(other), contracts(answer).wallets)).rejects.toEqual(
      refusal('wallet-signature'),
    );
  });

  it('B-12 a contract of a chain that is not ours is not asked', async () => {
    const { wallets, asked } = contracts(MAGIC, [1]);
    await expect(verifyBinding(await bound(other), wallets)).rejects.toEqual(refusal('chain'));
    expect(asked).toEqual([]);
  });

  it('cannot be told while the chain cannot be asked: its error passes', async () => {
    const down = new Error('down');
    const wallets = { chains: [137], call: () => Promise.reject(down) };
    await expect(verifyBinding(await bound(other), wallets)).rejects.toBe(down);
  });

  it.each(['0x', `0x${'00'.repeat(65)}`, `0x${'ff'.repeat(65)}`, `0x${'11'.repeat(64)}`])(
    'is not %s',
    async (walletSignature) => {
      await expect(
        verifyBinding({ binding, chainId: 137, walletSignature }, contracts('0x').wallets),
      ).rejects.toEqual(refusal('wallet-signature'));
    },
  );
});

describe('the wallet’s revocation', () => {
  it('is of one binding, and is no binding', async () => {
    const { wallets } = contracts('0x');
    const walletSignature = await account.signTypedData(revocationTypedData(binding, 137) as never);
    const revoked = { binding, chainId: 137, walletSignature };
    expect(await verifyWalletRevocation(revoked, wallets)).toEqual({ kind: 'account' });
    await expect(verifyBinding(revoked, wallets)).rejects.toEqual(refusal('wallet-signature'));
    await expect(verifyWalletRevocation(await bound(), wallets)).rejects.toEqual(refusal('wallet-signature'));
    const next = { ...revoked, binding: { ...binding, nonce: 'another-nonce-of-it' } };
    await expect(verifyWalletRevocation(next, wallets)).rejects.toEqual(refusal('wallet-signature'));
  });
});
