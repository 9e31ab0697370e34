/**
 * What an escrow holds for our wallets comes here: each message is checked, written to the history with its label, and its
 * re-encrypted record queued in the same change, with what rebuilds it on another device of ours, so that a worker that
 * dies leaves neither a message without its hand-over nor a hand-over without its message (address-messaging.md §3.4).
 */

import type { JsonValue } from '../../crypto/json-value.ts';
import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { escrowRow } from '../../domain/escrow-row.ts';
import { nowSeconds } from '../../domain/now-seconds.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import {
  type HeldReceivedRecord,
  heldReceivedKey,
  type RekeyItem,
} from '../../domain/records/held-received-record.ts';
import type { Tx } from '../../domain/tx.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { readEachPage } from '../../mediator-client/read-each-page.ts';
import type { InnerMessage } from '../../protocol/inner-message.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { LIMITS, RESERVED } from '../../protocol/wire.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { contractForSending } from '../../relationships/live-contract.ts';
import { findOpenProposal, propose } from '../../relationships/propose-contract.ts';
import { splitBySize } from '../../store/split-by-size.ts';
import { ownAddresses } from '../../wallets/own-addresses.ts';
import { enterReceived } from '../kept/enter-received.ts';
import { ownHeldReceivedForms } from '../kept/own-held-received.ts';
import { ownHeldRow } from '../kept/own-held-row.ts';
import { putReceived } from '../kept/put-received.ts';
import { type HeldRow, type OpenedRow, openHeldRow } from './open-held-row.ts';

/** Characters of records in one command: the mediator takes 256 KiB with everything around them. */
const REKEY = { items: 50, size: 160 * 1024 };

/** Reads everything one escrow holds for us. Throws as `CommandClient.send`. */
export async function receiveHeld(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  escrow: string,
): Promise<void> {
  const isOwn = ownAddresses(domain, keys);
  await readEachPage(
    async (cursor) => {
      const reply = await domain.commands.send<'QUERY_HELD_MESSAGES'>(keys, escrow, {
        channel: 'DIRECT_AUTHENTICATED',
        recipientDid: escrow,
        payload: { type: 'QUERY_HELD_MESSAGES', limit: LIMITS.page, cursor },
      });
      return { rows: reply.rows, next: reply.next_cursor };
    },
    async (rows) => {
      const waiting = rows.filter(({ state }) => state === 'REWRAPPED');
      const opened = await Promise.all(waiting.map((row) => open(domain, keys, row, isOwn)));
      const holding = opened.filter((one) => one !== null);
      const contacts = await change(domain, (tx) => bookPage(tx, keys, escrow, holding));
      for (const contact of contacts) await change(domain, (tx) => askKnown(tx, contact));
    },
  );
}

async function open(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  row: HeldRow,
  isOwn: Parameters<typeof openHeldRow>[2],
): Promise<OpenedRow | null> {
  try {
    return await openHeldRow(keys, row, isOwn);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.warn('a held message does not hold', { reason: error.reason });
    return null;
  }
}

/** Writes a page down; gives the contacts who wrote. */
async function bookPage(
  tx: Tx,
  keys: IdentityKeys,
  escrow: string,
  opened: readonly OpenedRow[],
): Promise<ContactRecord[]> {
  const items: RekeyItem[] = [];
  const own: JsonValue[][] = [];
  const bySender = Map.groupBy(inRoomOrder(opened), ({ author }) => author.signingKeyMultibase);
  const contacts: ContactRecord[] = [];
  for (const [signingKey, list] of bySender) {
    const contact = await bookSender(tx, keys, { escrow, signingKey, list, items, own });
    if (contact !== null) contacts.push(contact);
  }
  const kept = await ownHeldRow(tx, keys, RESERVED.heldReceived, own);
  if (kept !== null) tx.send(kept);
  for (const share of splitBySize(items, REKEY)) {
    tx.send(
      escrowRow({
        id: `rekey:${share.map(({ receipt }) => receipt.old_cid).join(',')}`,
        identityIndex: keys.index,
        escrow,
        payload: { type: 'REKEY_HELD_MESSAGES', items: share },
      }),
    );
  }
  if (contacts.length > 0) tx.after(() => tx.changes.popup('conversations', 'requests', 'state'));
  return contacts;
}

/** What one sender wrote on a page; what is to be sent for it is added to `items` and `own`. */
interface SenderPage {
  escrow: string;
  signingKey: string;
  list: readonly OpenedRow[];
  items: RekeyItem[];
  own: JsonValue[][];
}

/** Room by room in the order in which it was written: a sender's clock may step back, `seq` does not. */
function inRoomOrder(opened: readonly OpenedRow[]): OpenedRow[] {
  const begun = new Map<string, number>();
  for (const { inner } of opened)
    begun.set(inner.room_id, Math.min(inner.timestamp, begun.get(inner.room_id) ?? inner.timestamp));
  const began = ({ inner }: OpenedRow) => begun.get(inner.room_id) ?? 0;
  return [...opened].sort(
    (a, b) =>
      began(a) - began(b) || a.inner.room_id.localeCompare(b.inner.room_id) || a.inner.seq - b.inner.seq,
  );
}

async function bookSender(
  tx: Tx,
  keys: IdentityKeys,
  { escrow, signingKey, list, items, own }: SenderPage,
): Promise<ContactRecord | null> {
  const { tables, clock } = tx;
  const [first] = list;
  const known = await tables.contacts.get(contactKey(keys.index, signingKey));
  if (first === undefined || known?.blocked === true) return null;
  const inners: InnerMessage[] = [];
  for (const one of list) {
    const before = await tables.held_received.get(heldReceivedKey(keys.index, signingKey, one.inner.id));
    if (before !== undefined) {
      // The command was lost with its answer: the same bytes again, or what was refused before, made anew.
      if (before.cid === one.cid) items.push(giveAgain(tx, before, one));
      continue;
    }
    // What came end to end under this id is not shown twice; the escrow's copy is replaced all the same (T-38).
    inners.push(one.inner);
    const { item, newCid } = one;
    const rekeyed = { rekey: item, newRecord: item.record, newCid };
    putReceived(tx, keys.index, { ...one, escrow }, { at: clock.now(), rekeyed });
    own.push(ownHeldReceivedForms(one, escrow));
    items.push(item);
  }
  return enterReceived(tx, keys.index, { author: first.author, inners });
}

function giveAgain(tx: Tx, before: HeldReceivedRecord, { item, newCid }: OpenedRow): RekeyItem {
  if (before.state === 'opened' && before.rekey !== null) return before.rekey;
  tx.put('held_received', {
    ...before,
    state: 'opened',
    rekey: item,
    newRecord: item.record,
    newCid,
    reason: null,
  });
  return item;
}

/** Step 5 for a sender who is a contact already: a contract is asked for at once. */
async function askKnown(tx: Tx, { identityIndex, signingKey }: ContactRecord): Promise<void> {
  const contact = await tx.tables.contacts.get(contactKey(identityIndex, signingKey));
  if (contact === undefined || contact.heldRequest !== undefined || contact.revokedAt !== null) return;
  const contracts = await contractsOf(tx, contact);
  if (contractForSending(contracts, contact.did, nowSeconds(tx)) !== null) return;
  if ((await findOpenProposal(tx, identityIndex, contact)) !== null) return;
  await propose(tx, { identityIndex, peerDid: contact.did, origin: null });
}
