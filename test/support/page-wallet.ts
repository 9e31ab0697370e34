import type { RunningAnvil } from './start-anvil.ts';

/** A wallet for pages: one of Anvil's accounts, which signs whatever it is asked to sign. */
export interface PageWallet {
  name: string;
  /** Lower-case `0x…`. */
  address: string;
  /** Answers one call of EIP-1193, as JSON; an error as `{error:{code, message}}`. */
  answer(call: string): Promise<string>;
}

/** The name under which a page reaches `PageWallet.answer`. */
export const WALLET_BRIDGE = 'askWalletOfTest';

/** Makes a wallet of an account of Anvil's, which holds the key: `eth_signTypedData_v4` is signed by Anvil itself. */
export function anvilWallet(anvil: RunningAnvil, index: number, name = 'Wallet of Anvil'): PageWallet {
  const address = anvil.accounts[index]?.address;
  if (address === undefined) throw new Error(`Anvil has no account ${index}.`);
  const answers: Record<string, (params: unknown[]) => unknown> = {
    eth_requestAccounts: () => [address],
    eth_accounts: () => [address],
    eth_chainId: () => `0x${anvil.chainId.toString(16)}`,
    eth_signTypedData_v4: ([from, data]) => anvil.rpc('eth_signTypedData_v4', from, JSON.parse(String(data))),
  };
  return {
    name,
    address,
    async answer(call) {
      const { method, params = [] } = JSON.parse(call) as { method: string; params?: unknown[] };
      const give = answers[method];
      if (give === undefined) return JSON.stringify({ error: { code: 4200, message: `no ${method} here` } });
      try {
        return JSON.stringify({ result: await give(params) });
      } catch (error) {
        return JSON.stringify({ error: { code: -32603, message: String(error) } });
      }
    },
  };
}

/** Runs in a page before its scripts: announces the wallet by EIP-6963, as any wallet does, whenever a page asks. */
export function announceInPage({ name, bridge }: { name: string; bridge: string }): void {
  const provider = {
    async request(call: { method: string; params?: unknown }) {
      const ask = Reflect.get(globalThis, bridge) as (call: string) => Promise<string>;
      const { result, error } = JSON.parse(await ask(JSON.stringify(call)));
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on() {},
    removeListener() {},
  };
  const info = { uuid: '5d1c5b1e-6f0e-4a43-9d0b-5e1f6a1c7b10', name, icon: 'data:,', rdns: 'test.anvil' };
  const announce = () => {
    const detail = Object.freeze({ info, provider });
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  addEventListener('eip6963:requestProvider', announce);
  announce();
}
