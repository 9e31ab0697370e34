import { CID_STORED_TOPIC, decodeStoreCid } from './abi.ts';
import { agree } from './agree.ts';
import { AnchorError } from './anchor-error.ts';
import type { StoredIn } from './anchor-state.ts';
import { resultOf } from './endpoint.ts';
import { fromHex, fromHexOf, fromSmallQuantity, toHex, toQuantity, toWord } from './hex-data.ts';
import { cidOrNull } from './index-entries.ts';
import type { ListEntry } from './list-memory.ts';
import type { PinnedBlock, Voter } from './pin-block.ts';

/** Blocks that public endpoints search for logs when the whole chain is too much for them. */
const SEARCHED = 9_999;

/** Names a transaction that is said to have listed something; undefined for none. Rejects when it cannot be asked now. */
export type TransactionHint = () => Promise<string | undefined>;

/**
 * The transaction that listed an entry: by the event of our contract, else by a hint (the hash of a `storeCID` call, which
 * is read and compared). Enough endpoints must say the same; it stays their statement. Null where they do not. Rejects as
 * the hint does.
 */
export async function findStoredIn(
  block: PinnedBlock,
  contract: string,
  { entry, hint }: { entry: ListEntry; hint: TransactionHint | undefined },
): Promise<StoredIn | null> {
  for (const from of new Set([entry.notBefore ?? 0, Math.max(0, block.number - SEARCHED)])) {
    const found = await agreed(block, (voter) => byEvent(voter, contract, { entry, from, to: block.number }));
    if (found !== null) return found;
  }
  const tx = await hint?.();
  return tx === undefined ? null : agreed(block, (voter) => byCallData(voter, contract, { entry, tx }));
}

async function agreed(
  block: PinnedBlock,
  way: (voter: Voter) => Promise<StoredIn>,
): Promise<StoredIn | null> {
  try {
    const { value } = await agree(
      block.voters,
      block.need,
      way,
      ({ block: at, tx, time }) => `${at}:${tx}:${time}`,
    );
    return value.block <= block.number ? value : null;
  } catch {
    return null;
  }
}

async function byCallData(
  voter: Voter,
  contract: string,
  { entry, tx }: { entry: ListEntry; tx: string },
): Promise<StoredIn> {
  const found = recordOf(resultOf(await voter.call('eth_getTransactionByHash', tx)));
  const text = decodeStoreCid(fromHex(found.input, 1_024));
  const isIt =
    toHex(fromHexOf(found.to, 20)) === contract && text !== null && cidOrNull(text) === entry.indexCid;
  if (!isIt) throw new AnchorError('malformed');
  const receipt = recordOf(resultOf(await voter.call('eth_getTransactionReceipt', tx)));
  if (receipt.status !== '0x1') throw new AnchorError('malformed');
  return statement(voter, fromSmallQuantity(receipt.blockNumber), tx);
}

async function byEvent(
  voter: Voter,
  contract: string,
  { entry, from, to }: { entry: ListEntry; from: number; to: number },
): Promise<StoredIn> {
  const logs = resultOf(
    await voter.call('eth_getLogs', {
      address: contract,
      topics: [CID_STORED_TOPIC, toHex(toWord(BigInt(entry.entry)))],
      fromBlock: toQuantity(from),
      toBlock: toQuantity(to),
    }),
  );
  const log = recordOf(Array.isArray(logs) ? logs[0] : undefined);
  return statement(voter, fromSmallQuantity(log.blockNumber), toHex(fromHexOf(log.transactionHash, 32)));
}

async function statement(voter: Voter, block: number, tx: string): Promise<StoredIn> {
  const stated = recordOf(resultOf(await voter.call('eth_getBlockByNumber', toQuantity(block), false)));
  return { block, tx, time: fromSmallQuantity(stated.timestamp) };
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new AnchorError('malformed');
  return value as Record<string, unknown>;
}
