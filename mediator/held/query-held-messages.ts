import { parseDid } from '../../lib/protocol/did.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import { type MovedStatement, verifyMoved } from '../../lib/protocol/moved-statement.ts';
import { type RewrappedShare, rewrapShare } from '../../lib/protocol/share.ts';
import type { CommandContext, CommandRequest } from '../commands/command.ts';
import { decodePlace, encodeCursor } from '../commands/cursor.ts';
import { Refusal } from '../errors/refusal.ts';
import type { BindingRow } from '../store/held/binding-row.ts';
import { bindingsOfKey } from '../store/held/bindings-of-key.ts';
import { closeReplacedBindingsOfKey } from '../store/held/close-replaced-bindings-of-key.ts';
import { findEpoch } from '../store/held/find-epoch.ts';
import { type HeldForBinding, listHeldForBindings } from '../store/held/list-held-for-bindings.ts';
import { listRewrappedHeld } from '../store/held/list-rewrapped-held.ts';
import { noteMove } from '../store/held/note-move.ts';
import { rewrapHeld } from '../store/held/rewrap-held.ts';
import { currentDid } from './current-did.ts';
import { countStranger, defineHeldCommand, escrowOf } from './define-held-command.ts';
import { noteRecheck, type Recheck, recheckBinding } from './recheck-binding.ts';

interface Prepared {
  moved: MovedStatement | null;
  rechecks: Recheck[];
  page: HeldForBinding[];
  more: boolean;
  shares: Map<number, RewrappedShare>;
}

const QUERY = 'held';

/**
 * A page of what waits for the caller's addresses, each with its content key wrapped to the caller's pre-key: HELD →
 * REWRAPPED. The escrow's own share stays until the message is encrypted anew (address-messaging.md §3.3). Contract wallets are
 * asked again first (B-12).
 */
export const queryHeldMessages = defineHeldCommand<'QUERY_HELD_MESSAGES', Prepared>({
  type: 'QUERY_HELD_MESSAGES',
  async prepare({ limit, cursor, moved }, request) {
    const { db, sender, now, limits } = request;
    const statement = moved ? await verifyOwnMove(moved, request) : null;
    const bindings = await bindingsOfKey(db, sender.signingKeyMultibase, now);
    const rechecks = await recheckAll(bindings, request);
    const confirmed = bindings.filter(({ binding }) =>
      rechecks.some(({ bindingId, holds }) => holds && bindingId === binding.id),
    );
    const { rows, more } = await listHeldForBindings(
      db,
      confirmed.map(({ binding }) => binding.id),
      {
        after: decodePlace(request.keys, QUERY, cursor),
        limit: Math.min(limit ?? limits.page_events, limits.page_events),
        maxBytes: limits.page_bytes,
      },
      now,
    );
    const unchanging = confirmed.filter(({ changing }) => !changing).map(({ binding }) => binding);
    return {
      moved: statement,
      rechecks,
      page: rows,
      more,
      shares: await rewrapAll(rows, unchanging, request, statement),
    };
  },
  async run(context, _, { moved, rechecks, page, more, shares }) {
    const { tx, sender, now } = context;
    await countStranger(context);
    await closeReplacedBindingsOfKey(tx, sender.signingKeyMultibase, now);
    for (const recheck of rechecks) await noteRecheck(tx, recheck, now);
    if (moved) await noteMove(tx, sender.signingKeyMultibase, moved);
    const bindings = await bindingsOfKey(tx, sender.signingKeyMultibase, now);
    await handOver(context, bindings, page, shares);
    const served = await listRewrappedHeld(
      tx,
      page.map(({ seq }) => seq),
      bindings.map(({ binding }) => binding.id),
    );
    const last = page.at(-1);
    return {
      rows: served.map(({ id, record, epk, ciphertext }) => ({
        id,
        state: 'REWRAPPED' as const,
        record: JSON.parse(record) as unknown,
        share: { epk, ciphertext },
      })),
      next_cursor: more && last ? encodeCursor(context.keys, QUERY, last.seq) : null,
    };
  },
});

async function verifyOwnMove(moved: MovedStatement, { sender }: CommandRequest): Promise<MovedStatement> {
  const { newDid } = await verifyMoved(moved);
  if (newDid.did !== sender.did) throw new Refusal('INVALID_COMMAND');
  return moved;
}

/** What every wallet that can be asked answers. @throws Refusal `INTERNAL_ERROR` when none of them can */
async function recheckAll(
  bindings: readonly { binding: BindingRow }[],
  request: CommandRequest,
): Promise<Recheck[]> {
  const { wallets } = escrowOf(request);
  const asked = await Promise.allSettled(bindings.map(({ binding }) => recheckBinding(binding, wallets)));
  const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  // Nothing is handed over for a wallet that cannot be asked, and an empty page would claim that nothing waits.
  if (answers.length === 0 && bindings.length > 0) throw new Refusal('INTERNAL_ERROR');
  return answers;
}

async function rewrapAll(
  rows: readonly HeldForBinding[],
  bindings: readonly BindingRow[],
  { db }: CommandRequest,
  moved: MovedStatement | null,
): Promise<Map<number, RewrappedShare>> {
  const shares = new Map<number, RewrappedShare>();
  for (const row of rows) {
    const binding = bindings.find(({ id }) => id === row.bindingId);
    if (row.state !== 'HELD' || !binding) continue;
    const epoch = await findEpoch(db, row.epochId);
    if (!epoch) continue;
    const did = moved?.old_did === binding.did ? moved.new_did : currentDid(binding);
    const { epk, ciphertext } = row;
    const rewrapped = await rewrapShare(
      { epk, ciphertext },
      {
        epochAgreer: epochAgreer(epoch.secretMaster, row.receiver),
        commitment: row.commitment,
        recipientPreKey: parseDid(did).preKey,
      },
    );
    shares.set(row.seq, rewrapped);
  }
  return shares;
}

async function handOver(
  { tx, now }: CommandContext,
  bindings: readonly { binding: BindingRow; changing: boolean }[],
  page: readonly HeldForBinding[],
  shares: ReadonlyMap<number, RewrappedShare>,
): Promise<void> {
  const unchanging = new Set(bindings.filter(({ changing }) => !changing).map(({ binding }) => binding.id));
  for (const { seq, bindingId } of page) {
    const share = shares.get(seq);
    if (share && unchanging.has(bindingId)) await rewrapHeld(tx, { seq, bindingId, share, now });
  }
}
