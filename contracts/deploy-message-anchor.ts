import { createClient, defineChain, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deployContract, getChainId, waitForTransactionReceipt } from 'viem/actions';
import { messageAnchorAbi, messageAnchorBytecode } from './message-anchor.ts';

/** Where and by whom the contract is deployed. */
export interface DeployOptions {
  rpcUrl: string;
  /** Of the account that pays, and that alone may list CIDs afterwards. */
  privateKey: `0x${string}`;
  /** Refused unless the endpoint serves this chain. */
  chainId: number;
}

export interface Deployment {
  /** Lower-case. */
  address: `0x${string}`;
  block: bigint;
  gasUsed: bigint;
}

/**
 * Deploys MessageAnchor to any EVM chain and waits for its receipt. Throws when the endpoint serves another chain, when
 * the account cannot pay, or when the deployment reverts.
 */
export async function deployMessageAnchor(options: DeployOptions): Promise<Deployment> {
  const { rpcUrl, privateKey, chainId } = options;
  const account = privateKeyToAccount(privateKey);
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'coin', symbol: 'COIN', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const client = createClient({ account, chain, transport: http(rpcUrl) });
  const served = await getChainId(client);
  if (served !== chainId) throw new Error(`The endpoint serves chain ${served}, not ${chainId}.`);
  const hash = await deployContract(client, { abi: messageAnchorAbi, bytecode: messageAnchorBytecode });
  const receipt = await waitForTransactionReceipt(client, { hash });
  if (receipt.status !== 'success' || !receipt.contractAddress) throw new Error('The deployment reverted.');
  return {
    address: receipt.contractAddress.toLowerCase() as `0x${string}`,
    block: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
  };
}
