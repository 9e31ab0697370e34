/**
 * What became of the messages we gave to escrows. Every step is written before its command leaves, and doing it again
 * changes nothing: a row that is told twice is in its state already.
 */
import type { ContactRecord } from '../contacts/contact-record.ts';
import { contractsOf } from '../contracts/contracts-of.ts';
import { contractForSending } from '../contracts/live-contract.ts';
import { exclusively, nowSeconds } from '../events/domain.ts';
import { collectWrites } from '../events/writes.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { readEachPage } from '../mediator/read-each-page.ts';
import { LIMITS } from '../protocol/wire.ts';
import type { JsonValue } from '../provider/decentrl-rpc.ts';
import { addressKey } from './address-record.ts';
import { bookBoundContact } from './bound-contact.ts';
import { sameIdentity } from './check-binding.ts';
import { escrowRow } from './escrow-row.ts';
import { foldBinding } from './fold-binding.ts';
import type { HeldDomain } from './held-domain.ts';
import type { HeldSentRecord, HeldSentState } from './held-sent-record.ts';
import { judgeHanded, type SentRow, type Verdict } from './judge-handed.ts';
import { emptyAddress } from './resolve-address.ts';

const ENDS: Partial<Record<SentRow['state'], HeldSentState>> = {
  EXPIRED: 'expired',
  WITHDRAWN: 'withdrawn',
  NOT_REENCRYPTED: 'not-re-encrypted',
  DISPUTED: 'disputed',
  UNCONFIRMED: 'unconfirmed',
};

/** States in which the escrow still has something to tell. */
const OPEN: readonly HeldSentState[] = ['queued', 'held'];

/** Tells whether the escrow of a message must still be asked about it. */
export function isUnfinished({ state }: Pick<HeldSentRecord, 'state'>): boolean {
  return OPEN.includes(state);
}

/** Reads all rows of ours at one escrow and takes each one step further. Throws as `CommandClient.send`. */
export async function pollSent(domain: HeldDomain, keys: IdentityKeys, escrow: string): Promise<void> {
  await readEachPage(
    async (cursor) => {
      const reply = await domain.commands.send<'QUERY_SENT_HELD_MESSAGES'>(keys, escrow, {
        channel: 'DIRECT_AUTHENTICATED',
        recipientDid: escrow,
        payload: { type: 'QUERY_SENT_HELD_MESSAGES', limit: LIMITS.page, cursor },
      });
      return { rows: reply.rows, next: reply.next_cursor };
    },
    (rows) => takeRows(domain, keys, escrow, rows),
  );
}

interface Judged {
  row: SentRow;
  verdict: Verdict | null;
}

async function takeRows(
  domain: HeldDomain,
  keys: IdentityKeys,
  escrow: string,
  rows: readonly SentRow[],
): Promise<void> {
  const judged = await Promise.all(rows.map((row) => judge(domain, keys, escrow, row)));
  const confirmed = await exclusively(domain, () => book(domain, keys, escrow, judged));
  if (confirmed > 0) domain.changes.popup('conversations', 'state');
}

async function judge(domain: HeldDomain, keys: IdentityKeys, escrow: string, row: SentRow): Promise<Judged> {
  const held = await ownRow(domain, keys, escrow, row);
  // A row that another device confirmed is checked all the same: its word is not the escrow's.
  const isHanded = row.state === 'REKEYED' || row.state === 'CONFIRMED';
  if (held === null || !isUnfinished(held) || !isHanded) return { row, verdict: null };
  return { row, verdict: await judgeHanded(domain, keys, held, row) };
}

async function ownRow(
  domain: HeldDomain,
  keys: IdentityKeys,
  escrow: string,
  { id, cid }: SentRow,
): Promise<HeldSentRecord | null> {
  const held = await domain.tables.held_sent.get(id);
  return held?.identityIndex === keys.index && held.escrow === escrow && held.cid === cid ? held : null;
}

/** Writes what the rows mean, with the confirmations, in one transaction; gives how many changed. */
async function book(
  domain: HeldDomain,
  keys: IdentityKeys,
  escrow: string,
  judged: readonly Judged[],
): Promise<number> {
  const now = domain.clock.now();
  const writes = collectWrites(domain);
  const items: { id: string; ok: boolean }[] = [];
  const contacts = new Map<string, string>();
  let changed = 0;
  for (const { row, verdict } of judged) {
    const held = await ownRow(domain, keys, escrow, row);
    if (held === null) continue;
    const end = ENDS[row.state];
    if (!isUnfinished(held)) {
      // Our word is on its way or was lost: it is said again.
      if (row.state === 'REKEYED' && held.state === 're-encrypted') items.push({ id: row.id, ok: true });
      if (row.state === 'REKEYED' && held.state === 'disputed') items.push({ id: row.id, ok: false });
      continue;
    }
    if (end !== undefined) {
      writes.put('held_sent', { ...held, state: end, at: now });
    } else if (verdict?.verdict === 'disputed') {
      writes.put('held_sent', { ...held, state: 'disputed', reason: verdict.reason, at: now });
      if (row.state === 'REKEYED') items.push({ id: row.id, ok: false });
    } else if (verdict?.verdict === 'ours') {
      const did = await bookBinding(domain, held, verdict, contacts);
      if (did === null) continue;
      writes.put('held_sent', {
        ...held,
        state: 're-encrypted',
        newCid: verdict.newCid,
        newRecord: row.new_record as JsonValue,
        since: now,
        at: now,
      });
      await noteNewCid(domain, writes, held, verdict.newCid);
      if (row.state === 'REKEYED') items.push({ id: row.id, ok: true });
    } else if (held.state === 'queued') {
      // The escrow has it, though its answer to us was lost.
      writes.put('held_sent', { ...held, state: 'held', at: now });
    } else continue;
    changed += 1;
  }
  if (items.length > 0) {
    writes.send(
      escrowRow({
        id: `confirm:${escrow}:${items.map(({ id, ok }) => `${id}${ok ? '+' : '-'}`).join(',')}`,
        identityIndex: keys.index,
        escrow,
        payload: { type: 'CONFIRM_HELD_MESSAGES', items },
        now,
      }),
    );
  }
  await writes.commit();
  return changed;
}

/** Pins the binding and makes a contact of it; null when another key was known before and this one has to wait. */
async function bookBinding(
  domain: HeldDomain,
  held: HeldSentRecord,
  { binding }: Extract<Verdict, { verdict: 'ours' }>,
  done: Map<string, string>,
): Promise<string | null> {
  const key = addressKey(held.identityIndex, held.chainId, held.address);
  const before =
    (await domain.tables.addresses.get(key)) ?? emptyAddress(held.identityIndex, held, domain.clock.now());
  const { pinned, candidate } = foldBinding(before, binding, domain.clock.now());
  const isPinned = pinned !== null && sameIdentity(pinned, binding.known);
  if (done.get(key) === pinned?.did) return isPinned ? (pinned?.did ?? null) : null;
  const writes = collectWrites(domain);
  const contact = isPinned ? await bookBoundContact(domain, writes, held, pinned.did) : null;
  // The contract is the end of the hand-over: after a restore it may have been reached before.
  const isDone = contact !== null && (await hasContract(domain, contact));
  writes.put('addresses', { ...before, pinned, candidate, ...(isDone && { unfinishedSince: null }) });
  await writes.commit();
  if (pinned !== null) done.set(key, pinned.did);
  return isPinned ? pinned.did : null;
}

async function hasContract(domain: HeldDomain, contact: ContactRecord): Promise<boolean> {
  const contracts = await contractsOf(domain, contact);
  return contractForSending(contracts, contact.did, nowSeconds(domain)) !== null;
}

async function noteNewCid(
  domain: HeldDomain,
  writes: ReturnType<typeof collectWrites>,
  { id, identityIndex, escrow }: HeldSentRecord,
  newCid: string,
): Promise<void> {
  const known = await domain.tables.message_cids.get(id);
  const others = (known?.cids ?? []).filter(({ cid }) => cid !== newCid);
  writes.put('message_cids', {
    eventId: id,
    identityIndex,
    cids: [...others, { what: 're-encrypted', cid: newCid, listedBy: escrow, block: null }],
  });
}
