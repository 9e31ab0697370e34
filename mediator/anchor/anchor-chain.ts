import {
  BaseError,
  type Client,
  createClient,
  decodeEventLog,
  defineChain,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getChainId,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  readContract,
  sendRawTransaction,
} from 'viem/actions';
import { messageAnchorAbi } from '../../contracts/message-anchor.ts';
import type { AnchorSettings } from '../settings/anchor-settings.ts';

/** What a transaction offers, in wei for a unit of gas. */
export interface Fees {
  maxFee: bigint;
  priorityFee: bigint;
}

/** What became of a transaction. */
export interface Mined {
  ok: boolean;
  tx: Hex;
  block: number;
  blockHash: Hex;
  /** Position in the list, by the contract's event. */
  entry: number | null;
}

type At = 'latest' | 'finalized';

/** One contract on one chain, by one endpoint, for the account that owns it. Every call rejects when the endpoint fails. */
export interface AnchorChain {
  /** Lower-case hex. */
  readonly account: string;
  /** @throws when the endpoint serves another chain: nothing may be read or sent then */
  assertChain(): Promise<void>;
  fees(): Promise<Fees>;
  /** Gas of one storeCID. @throws when the contract would refuse it */
  gas(cid: string): Promise<bigint>;
  /** Signs, without sending. Valid on the chain of the settings only. */
  sign(cid: string, nonce: number, gas: bigint, fees: Fees): Promise<{ hash: Hex; signed: Hex }>;
  /** Sends a signed transaction; that it is known already, or its nonce used, is not an error. */
  send(signed: string): Promise<void>;
  isKnown(hash: string): Promise<boolean>;
  mined(hash: string): Promise<Mined | null>;
  nonce(at: At | 'pending'): Promise<number>;
  balance(): Promise<bigint>;
  count(at: At): Promise<number>;
  /** Entries from `from` up to, without, `to`. */
  cids(from: number, to: number, at: At): Promise<readonly string[]>;
}

const TIMEOUT_MS = 15_000;
const HARMLESS = /already known|already imported|nonce too low|replacement transaction underpriced/i;

/** Talks to the chain that the settings name (address-messaging.md §4.6), until `ended` aborts what is on its way. */
export function createAnchorChain(
  { rpcUrl, chainId, contract, secretKey }: AnchorSettings,
  ended: AbortSignal,
): AnchorChain {
  const account = privateKeyToAccount(secretKey);
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'coin', symbol: 'COIN', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl, {
    retryCount: 0,
    timeout: TIMEOUT_MS,
    fetchFn: (input, init) => {
      const signal = init?.signal ? AbortSignal.any([init.signal, ended]) : ended;
      return fetch(input, { ...init, signal, redirect: 'error' });
    },
  });
  const client: Client = createClient({ chain, transport, cacheTime: 0 });
  const { address } = account;
  const callData = (cid: string) =>
    encodeFunctionData({ abi: messageAnchorAbi, functionName: 'storeCID', args: [cid] });

  return {
    account: address.toLowerCase(),
    async assertChain() {
      const served = await getChainId(client);
      if (served !== chainId) throw new WrongChainError(served, chainId);
    },
    async fees() {
      const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(client, {
        chain,
        type: 'eip1559',
      });
      return { maxFee: maxFeePerGas, priorityFee: maxPriorityFeePerGas };
    },
    async gas(cid) {
      const estimate = await estimateGas(client, { account: address, to: contract, data: callData(cid) });
      return (estimate * 12n) / 10n;
    },
    async sign(cid, nonce, gas, { maxFee, priorityFee }) {
      const signed = await account.signTransaction({
        type: 'eip1559',
        chainId,
        to: contract,
        data: callData(cid),
        nonce,
        gas,
        maxFeePerGas: maxFee,
        maxPriorityFeePerGas: priorityFee,
      });
      return { signed, hash: keccak256(signed) };
    },
    async send(signed) {
      try {
        await sendRawTransaction(client, { serializedTransaction: signed as Hex });
      } catch (error) {
        if (!(error instanceof BaseError && HARMLESS.test(error.message))) throw error;
      }
    },
    isKnown: async (hash) => (await found(getTransaction(client, { hash: hash as Hex }))) !== null,
    async mined(hash) {
      const receipt = await found(getTransactionReceipt(client, { hash: hash as Hex }));
      if (receipt === null) return null;
      return {
        ok: receipt.status === 'success',
        tx: receipt.transactionHash,
        block: Number(receipt.blockNumber),
        blockHash: receipt.blockHash,
        entry: entryIn(receipt.logs, contract),
      };
    },
    nonce: (at) => getTransactionCount(client, { address, blockTag: at }),
    balance: () => getBalance(client, { address }),
    async count(at) {
      const call = {
        address: contract,
        abi: messageAnchorAbi,
        functionName: 'cidCount',
        blockTag: at,
      } as const;
      try {
        return Number(await readContract(client, call));
      } catch (error) {
        // The contract is younger than the last final block.
        if (at === 'finalized' && isNoData(error)) return 0;
        throw error;
      }
    },
    cids: (from, to, at) =>
      readContract(client, {
        address: contract,
        abi: messageAnchorAbi,
        functionName: 'getCids',
        args: [BigInt(from), BigInt(to)],
        blockTag: at,
      }),
  };
}

/** The endpoint serves another chain than the settings name. */
export class WrongChainError extends Error {
  constructor(served: number, wanted: number) {
    super(`the endpoint serves chain ${served}, not ${wanted}: nothing is sent`);
    this.name = 'WrongChainError';
  }
}

function isNoData(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => (cause as Error).name === 'AbiDecodingZeroDataError') !== null
  );
}

async function found<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof BaseError && /^Transaction(Receipt)?NotFoundError$/.test(error.name)) return null;
    throw error;
  }
}

function entryIn(
  logs: readonly { address: string; data: Hex; topics: [Hex, ...Hex[]] | [] }[],
  contract: string,
): number | null {
  for (const { address, data, topics } of logs) {
    if (address.toLowerCase() !== contract) continue;
    const { args } = decodeEventLog({ abi: messageAnchorAbi, eventName: 'CidStored', data, topics });
    return Number(args.index);
  }
  return null;
}
