import type { MediatorContext } from '../context/mediator-context.ts';
import type { AnchorSettings } from '../settings/anchor-settings.ts';
import { highestOpenNonce } from '../store/anchor/highest-open-nonce.ts';
import type { IndexFileRow } from '../store/anchor/index-file-row.ts';
import { insertAnchorTransaction } from '../store/anchor/insert-anchor-transaction.ts';
import { listAnchorTransactions } from '../store/anchor/list-anchor-transactions.ts';
import { listIndexFiles } from '../store/anchor/list-index-files.ts';
import { nextListEntry } from '../store/anchor/next-list-entry.ts';
import { updateIndexFile } from '../store/anchor/update-index-file.ts';
import type { AnchorChain, Fees, Mined } from './anchor-chain.ts';

/** What anchoring works with. */
export interface AnchorParts extends Pick<MediatorContext, 'db' | 'store' | 'log' | 'clock'> {
  chain: AnchorChain;
  settings: AnchorSettings;
}

const GWEI = 1_000_000_000n;
const PAGE = 50;
const MINED_AT_ONCE = 16;

/**
 * Brings the anchors one step further.
 *
 * Invariant: one index file is never in the list twice. A file gets a nonce and its signed transaction is on the disk
 * before it is sent; every other transaction of it, with a higher fee, has the same nonce, so the chain itself takes one at
 * most. A restart sends what is kept, byte for byte. Before a file gets a first or another nonce, the list is read, and
 * another is given only when the old one was used up by something else in a final block. One file at a time is on its way.
 */
export async function advanceAnchors(parts: AnchorParts): Promise<'nothing to do' | 'moved' | 'waits'> {
  const { db, settings } = parts;
  const built = await listIndexFiles(db, 'built', settings, 1);
  const sent = await listIndexFiles(db, 'sent', settings, 1);
  const mined = await listIndexFiles(db, 'mined', settings, MINED_AT_ONCE);
  if (built.length + sent.length + mined.length === 0) return 'nothing to do';
  await parts.chain.assertChain();
  let moved = false;
  if (sent[0]) moved = (await followSent(parts, sent[0])) || moved;
  else if (built[0]) moved = (await sendFirst(parts, built[0])) || moved;
  // Afterwards, so that an endpoint that knows no final state does not keep files from being sent.
  for (const file of mined) moved = (await checkFinal(parts, file)) || moved;
  return moved ? 'moved' : 'waits';
}

async function sendFirst(parts: AnchorParts, file: IndexFileRow): Promise<boolean> {
  const { db, chain, settings } = parts;
  const known = await findInList(parts, file.cid);
  if (known !== null) {
    const { chainId, contract } = settings;
    return move(parts, file, { state: 'mined', chain_id: chainId, contract, entry: known });
  }
  const nonce = Math.max(await chain.nonce('pending'), (await highestOpenNonce(db, settings.chainId)) + 1);
  await signAndSend(parts, file, nonce, cap(await chain.fees(), settings));
  return true;
}

/** Signs, keeps, then sends: in this order. */
async function signAndSend(parts: AnchorParts, file: IndexFileRow, nonce: number, fees: Fees): Promise<void> {
  const { store, chain, settings, clock } = parts;
  const { hash, signed } = await chain.sign(file.cid, nonce, await chain.gas(file.cid), fees);
  const kept = await store.change(async (tx) => {
    const { chainId, contract } = settings;
    const change = { state: 'sent', chain_id: chainId, contract, nonce } as const;
    if (!(await updateIndexFile(tx, file, change))) return false;
    await insertAnchorTransaction(tx, {
      hash,
      index_file: file.id,
      nonce,
      signed,
      max_fee: String(fees.maxFee),
      priority_fee: String(fees.priorityFee),
      signed_at: Math.floor(clock() / 1000),
    });
    return true;
  });
  if (kept) await chain.send(signed);
}

async function followSent(parts: AnchorParts, file: IndexFileRow): Promise<boolean> {
  const { db, chain, settings, log, clock } = parts;
  const transactions = await listAnchorTransactions(db, file);
  for (const { hash } of transactions) {
    const receipt = await chain.mined(hash);
    if (receipt) return receipt.ok ? noteMined(parts, file, receipt) : giveUpNonce(parts, file);
  }
  const latest = transactions[0];
  if (!latest || file.nonce === null) return move(parts, file, { state: 'built', nonce: null });
  const age = clock() / 1000 - latest.signed_at;
  if (age < settings.stuckSeconds) {
    if (!(await chain.isKnown(latest.hash))) await chain.send(latest.signed);
    return false;
  }
  if ((await chain.nonce('finalized')) > file.nonce) return giveUpNonce(parts, file);
  const before = { maxFee: BigInt(latest.max_fee), priorityFee: BigInt(latest.priority_fee) };
  const fees = cap(higher(before, await chain.fees()), settings);
  if (fees.maxFee <= before.maxFee) {
    log.warn({ nonce: file.nonce }, 'an anchor is stuck at the highest fee allowed');
    if (!(await chain.isKnown(latest.hash))) await chain.send(latest.signed);
    return false;
  }
  log.info(
    { nonce: file.nonce, times: transactions.length },
    'an anchor is stuck: sending it with a higher fee',
  );
  await signAndSend(parts, file, file.nonce, fees);
  return false;
}

/** The nonce was used without listing the file. Final blocks only count, since another nonce may list it as well. */
async function giveUpNonce(parts: AnchorParts, file: IndexFileRow): Promise<boolean> {
  const { chain, log } = parts;
  if (file.nonce === null || (await chain.nonce('finalized')) <= file.nonce) return false;
  const known = await findInList(parts, file.cid);
  if (known !== null) return move(parts, file, { state: 'mined', entry: known });
  log.error(
    { nonce: file.nonce },
    'a transaction of the anchoring account listed nothing: taking another nonce',
  );
  return move(parts, file, { state: 'built', nonce: null });
}

async function checkFinal(parts: AnchorParts, file: IndexFileRow): Promise<boolean> {
  const { chain, db, store } = parts;
  const { entry } = file;
  if (entry !== null && (await chain.count('finalized')) > entry) {
    const [cid] = await chain.cids(entry, entry + 1, 'finalized');
    if (cid === file.cid) return move(parts, file, { state: 'finalized' });
  }
  // Not final yet; a reorganisation may have put it elsewhere, or nowhere.
  for (const { hash } of await listAnchorTransactions(db, file)) {
    const receipt = await chain.mined(hash);
    if (!receipt?.ok) continue;
    if (receipt.blockHash !== file.block_hash) {
      await store.change((tx) => updateIndexFile(tx, file, placeOf(receipt)));
    }
    return false;
  }
  const known = await findInList(parts, file.cid);
  if (known !== null) {
    if (known !== entry) await store.change((tx) => updateIndexFile(tx, file, { entry: known }));
    return false;
  }
  return move(parts, file, {
    state: file.nonce === null ? 'built' : 'sent',
    tx: null,
    block_number: null,
    block_hash: null,
    entry: null,
  });
}

function noteMined(parts: AnchorParts, file: IndexFileRow, receipt: Mined): Promise<boolean> {
  return move(parts, file, { state: 'mined', ...placeOf(receipt) });
}

function placeOf({ tx, block, blockHash, entry }: Mined) {
  return { tx, block_number: block, block_hash: blockHash, entry };
}

/** Where the newest state of the contract lists a CID. Looks behind what is final already. */
async function findInList({ db, chain, settings }: AnchorParts, cid: string): Promise<number | null> {
  const count = await chain.count('latest');
  for (let from = await nextListEntry(db, settings); from < count; from += PAGE) {
    const page = await chain.cids(from, Math.min(from + PAGE, count), 'latest');
    const at = page.indexOf(cid);
    if (at >= 0) return from + at;
  }
  return null;
}

async function move(
  { store, log }: AnchorParts,
  file: IndexFileRow,
  change: Parameters<typeof updateIndexFile>[2],
): Promise<boolean> {
  const moved = await store.change((tx) => updateIndexFile(tx, file, change));
  if (moved) log.info({ index: file.cid, state: change.state, entry: change.entry ?? file.entry }, 'anchor');
  return moved;
}

/** Nodes replace a waiting transaction only for a good tenth more, of both fees. */
function higher(before: Fees, now: Fees): Fees {
  const raised = { maxFee: (before.maxFee * 5n) / 4n + 1n, priorityFee: (before.priorityFee * 5n) / 4n + 1n };
  return {
    maxFee: now.maxFee > raised.maxFee ? now.maxFee : raised.maxFee,
    priorityFee: now.priorityFee > raised.priorityFee ? now.priorityFee : raised.priorityFee,
  };
}

function cap({ maxFee, priorityFee }: Fees, { maxFeeGwei }: AnchorSettings): Fees {
  const most = BigInt(maxFeeGwei) * GWEI;
  const max = maxFee < most ? maxFee : most;
  return { maxFee: max, priorityFee: priorityFee < max ? priorityFee : max };
}
