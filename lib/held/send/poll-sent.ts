/**
 * What became of the messages we gave to escrows. Every step is written before its command leaves, and doing it again
 * changes nothing: a row that is told twice is in its state already.
 */

import type { JsonValue } from '../../crypto/json-value.ts';
import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { escrowRow } from '../../domain/escrow-row.ts';
import type { KnownBinding } from '../../domain/records/address-record.ts';
import {
  type HeldSentRecord,
  type HeldSentState,
  isUnfinished,
} from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { readEachPage } from '../../mediator-client/read-each-page.ts';
import { LIMITS, RESERVED } from '../../protocol/wire.ts';
import { bookBinding } from '../kept/book-binding.ts';
import { noteNewCid } from '../kept/note-new-cid.ts';
import { ownHeldRow } from '../kept/own-held-row.ts';
import { ownHeldStateForms } from '../kept/own-held-state.ts';
import { judgeHanded, type SentRow, type Verdict } from './judge-handed.ts';

const ENDS: Partial<Record<SentRow['state'], HeldSentState>> = {
  EXPIRED: 'expired',
  WITHDRAWN: 'withdrawn',
  NOT_REENCRYPTED: 'not-re-encrypted',
  DISPUTED: 'disputed',
  UNCONFIRMED: 'unconfirmed',
};

/** Reads all rows of ours at one escrow and takes each one step further. Throws as `CommandClient.send`. */
export async function pollSent(domain: ConnectedDomain, keys: IdentityKeys, escrow: string): Promise<void> {
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
  domain: ConnectedDomain,
  keys: IdentityKeys,
  escrow: string,
  rows: readonly SentRow[],
): Promise<void> {
  const judged = await Promise.all(rows.map((row) => judge(domain, keys, escrow, row)));
  await change(domain, (tx) => book(tx, keys, escrow, judged));
}

async function judge(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  escrow: string,
  row: SentRow,
): Promise<Judged> {
  const held = await ownRow(domain, keys, escrow, row);
  // A row that another device confirmed is checked all the same: its word is not the escrow's.
  const isHanded = row.state === 'REKEYED' || row.state === 'CONFIRMED';
  if (held === null || !isUnfinished(held) || !isHanded) return { row, verdict: null };
  return { row, verdict: await judgeHanded(domain, keys, held, row) };
}

async function ownRow(
  { tables }: Pick<ConnectedDomain, 'tables'>,
  keys: IdentityKeys,
  escrow: string,
  { id, cid }: SentRow,
): Promise<HeldSentRecord | null> {
  const held = await tables.held_sent.get(id);
  return held?.identityIndex === keys.index && held.escrow === escrow && held.cid === cid ? held : null;
}

/** Writes what the rows mean, with the confirmations, in one change. */
async function book(tx: Tx, keys: IdentityKeys, escrow: string, judged: readonly Judged[]): Promise<void> {
  const now = tx.clock.now();
  const items: { id: string; ok: boolean }[] = [];
  const ends: JsonValue[][] = [];
  const bookEnd = (after: HeldSentRecord, binding?: KnownBinding) => {
    tx.put('held_sent', after);
    ends.push(ownHeldStateForms(after, binding));
  };
  let changed = 0;
  for (const { row, verdict } of judged) {
    const held = await ownRow(tx, keys, escrow, row);
    if (held === null) continue;
    const end = ENDS[row.state];
    if (!isUnfinished(held)) {
      // Our word is on its way or was lost: it is said again.
      if (row.state === 'REKEYED' && held.state === 're-encrypted') items.push({ id: row.id, ok: true });
      if (row.state === 'REKEYED' && held.state === 'disputed') items.push({ id: row.id, ok: false });
      continue;
    }
    if (end !== undefined) {
      bookEnd({ ...held, state: end, at: now });
    } else if (verdict?.verdict === 'disputed') {
      bookEnd({ ...held, state: 'disputed', reason: verdict.reason, at: now });
      if (row.state === 'REKEYED') items.push({ id: row.id, ok: false });
    } else if (verdict?.verdict === 'ours') {
      const { binding, newCid, newRecord } = verdict;
      const did = await bookBinding(tx, held, binding);
      if (did === null) continue;
      const after = { ...held, state: 're-encrypted', newCid, newRecord, since: now, at: now } as const;
      bookEnd(after, binding.known);
      await noteNewCid(tx, held, newCid);
      if (row.state === 'REKEYED') items.push({ id: row.id, ok: true });
    } else if (held.state === 'queued') {
      // The escrow has it, though its answer to us was lost.
      tx.put('held_sent', { ...held, state: 'held', at: now });
    } else continue;
    changed += 1;
  }
  if (items.length > 0) {
    tx.send(
      escrowRow({
        id: `confirm:${escrow}:${items.map(({ id, ok }) => `${id}${ok ? '+' : '-'}`).join(',')}`,
        identityIndex: keys.index,
        escrow,
        payload: { type: 'CONFIRM_HELD_MESSAGES', items },
      }),
    );
  }
  // Escrows forget what is at its end; our other devices may look later.
  const own = await ownHeldRow(tx, keys, RESERVED.heldState, ends);
  if (own !== null) tx.send(own);
  if (changed > 0) tx.after(() => tx.changes.popup('conversations', 'state'));
}
