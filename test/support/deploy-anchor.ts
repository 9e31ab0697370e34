import { type Abi, encodeDeployData, encodeFunctionData } from 'viem';
import { messageAnchorAbi, messageAnchorBytecode } from '../../contracts/message-anchor.ts';
import type { RunningAnvil } from './start-anvil.ts';
import { waitUntil } from './wait-until.ts';

type Hex = `0x${string}`;

/** A contract with `storeCID(string)` on Anvil, ours or an imitation. */
export interface DeployedAnchor {
  /** Lower-case. */
  address: Hex;
  owner: Hex;
  /** Lists a CID as the owner (or as `from`); gives hash, block number and gas of the transaction. */
  storeCid(cid: string, from?: Hex): Promise<{ hash: Hex; block: number; gasUsed: number }>;
}

interface Receipt {
  transactionHash: Hex;
  blockNumber: Hex;
  gasUsed: Hex;
  status: Hex;
  contractAddress: Hex | null;
}

/** Sends a transaction of one of Anvil's own accounts and waits for its receipt; throws when it reverts. */
export async function sendOnAnvil(
  anvil: RunningAnvil,
  transaction: { from: Hex; to?: Hex; data: Hex },
): Promise<Receipt> {
  const hash = await anvil.rpc<Hex>('eth_sendTransaction', transaction);
  // Anvil answers before it has mined.
  const receipt = await waitUntil('the transaction is mined', () =>
    anvil.rpc<Receipt | null>('eth_getTransactionReceipt', hash),
  );
  if (receipt.status !== '0x1') throw new Error('the transaction reverted');
  return receipt;
}

/** Deploys creation code, by default MessageAnchor's, from Anvil's first account. */
export async function deployAnchor(
  anvil: RunningAnvil,
  contract: { abi: unknown; bytecode: Hex; args?: readonly unknown[] } = {
    abi: messageAnchorAbi,
    bytecode: messageAnchorBytecode,
  },
): Promise<DeployedAnchor> {
  const owner = anvil.accounts[0]?.address as Hex;
  const { bytecode, args = [] } = contract;
  const data = encodeDeployData({ abi: contract.abi as Abi, bytecode, args });
  const { contractAddress } = await sendOnAnvil(anvil, { from: owner, data });
  const address = contractAddress as Hex;
  return {
    address,
    owner,
    storeCid: async (cid, from = owner) => {
      const call = encodeFunctionData({ abi: messageAnchorAbi, functionName: 'storeCID', args: [cid] });
      const receipt = await sendOnAnvil(anvil, { from, to: address, data: call });
      return {
        hash: receipt.transactionHash,
        block: Number(receipt.blockNumber),
        gasUsed: Number(receipt.gasUsed),
      };
    },
  };
}
