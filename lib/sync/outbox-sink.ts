/**
 * What the end of an outbox row means (`protocol.md` §6.3): a sent event moves to `accepted`; one that its contract's end
 * refused waits for a successor; anything else refused is `failed`, with the text kept.
 *
 * Invariant: the row goes in the change that writes what its end means, and that change reads everything it decides by: a
 * receipt, a block or destroyed keys that came while the answer was under way stay.
 */

import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import type { MessageStateRecord, WaitingRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
import { sealOwnCopies, type UnsealedCopy } from '../envelopes/own-copy.ts';
import { heldAccepted, heldRefused } from '../held/held-outbox.ts';
import { sendReady } from '../held/send/send-ready.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { FinalResult, OutboxSink } from '../mediator-client/outbox/outbox-sink.ts';
import { advances } from '../messages/control-events.ts';
import { findOutgoing } from '../messages/retry-event.ts';
import type { CommandPayload } from '../protocol/commands.ts';
import { closeRequest } from '../relationships/close-request.ts';
import { requestOfRow } from '../relationships/propose-contract.ts';
import { resumeSending } from '../relationships/resume-sending.ts';

/** Refusals that say no more than that the contract ended. */
const CONTRACT_ENDED = new Set(['COMMUNICATION_CONTRACT_REQUIRED', 'COMMUNICATION_CONTRACT_NOT_VALID']);

type Dependents = Parameters<OutboxSink['settle']>[1];

/** Whether a successor under the same id took the place of the row. */
type Ending = 'ended' | 'replaced';

/** What follows an end, each a change of its own: begun when the end is durable, and waited for by nobody. */
interface Following {
  sendReady(id: string): void;
  resumeSending(waiting: WaitingRecord): void;
}

function followingOf(domain: ConnectedDomain): Following {
  const begin = (work: Promise<void>, failed: string) =>
    void work.catch((error: unknown) => domain.log.warn(failed, { error }));
  return {
    sendReady: (id) => begin(sendReady(domain, id), 'a message waits on'),
    resumeSending: (waiting) => begin(resumeSending(domain, waiting), 'resending failed'),
  };
}

/** Makes the domain's end of the outbox. */
export function createOutboxSink(domain: () => ConnectedDomain): OutboxSink {
  return {
    async seal(row, keys) {
      const copies = (row.unsealed ?? []) as UnsealedCopy[];
      return { ...row.payload, events: await sealOwnCopies(keys, copies, domain().log) } as CommandPayload;
    },
    async settle(results, dependentsOf) {
      try {
        return { gone: await settleTogether(domain(), results, dependentsOf), failures: [] };
      } catch (error) {
        if (results.length <= 1) return { gone: [], failures: [error] };
        return settleEach(domain(), results, dependentsOf);
      }
    },
  };
}

/** One whose end cannot be told holds up no other. */
async function settleEach(
  domain: ConnectedDomain,
  results: readonly FinalResult[],
  dependentsOf: Dependents,
): Promise<{ gone: number[]; failures: unknown[] }> {
  const gone: number[] = [];
  const failures: unknown[] = [];
  for (const result of results) {
    try {
      gone.push(...(await settleTogether(domain, [result], dependentsOf)));
    } catch (error) {
      failures.push(error);
    }
  }
  return { gone, failures };
}

function settleTogether(
  domain: ConnectedDomain,
  results: readonly FinalResult[],
  dependentsOf: Dependents,
): Promise<number[]> {
  const following = followingOf(domain);
  return change(domain, async (tx) => {
    const gone = results.map(({ stored }) => stored.order);
    const refused = await endAll(tx, following, results);
    if (refused.length === 0) return gone;
    const waiting = (await dependentsOf(refused)).filter(({ order }) => !gone.includes(order));
    await endAll(
      tx,
      following,
      waiting.map((stored) => ({ stored, state: 'refused', code: 'DEPENDENCY_REFUSED' })),
    );
    return [...gone, ...waiting.map(({ order }) => order)];
  });
}

/** Ends each row; gives the ids of those that were refused for good. */
async function endAll(tx: Tx, following: Following, results: readonly FinalResult[]): Promise<string[]> {
  const refused: string[] = [];
  for (const result of results) {
    const { order, row } = result.stored;
    // Taken back meanwhile: then somebody else has already said what becomes of it.
    if (!(await tx.settled(order))) continue;
    if (result.state === 'accepted') await accepted(tx, row, result.reply);
    else if ((await refusedFor(tx, following, row, result.code)) === 'ended') refused.push(row.id);
  }
  return refused;
}

async function accepted(tx: Tx, row: OutboxRow, reply: unknown): Promise<void> {
  if ((await heldAccepted(tx, row, reply)) !== 'not-mine') return;
  if (row.group !== 'send' || row.eventId === undefined) return;
  await moveState(tx, row.eventId, { state: 'accepted', reason: null });
}

async function refusedFor(tx: Tx, following: Following, row: OutboxRow, code: string): Promise<Ending> {
  const { payload, eventId } = row;
  if (payload.type === 'REQUEST_COMMUNICATION_CONTRACT') {
    await closeRequest(tx, requestOfRow(row.id), code);
    return 'ended';
  }
  if (payload.type === 'SAVE_EVENTS' && payload.anchor !== undefined && code === 'UNSUPPORTED_COMMAND') {
    saveUnanchored(tx, row, payload);
    return 'replaced';
  }
  const held = await heldRefused(tx, row, code, following);
  if (held !== 'not-mine') return held;
  if (row.group !== 'send' || eventId === undefined)
    tx.log.warn('a command was refused', { command: payload.type, code });
  else if (CONTRACT_ENDED.has(code)) await waitAgain(tx, following, row, eventId);
  else await fail(tx, eventId, code);
  return 'ended';
}

/** The mediator anchors nothing any more: the copies are worth more than their place in a list. */
function saveUnanchored(tx: Tx, row: OutboxRow, { events }: CommandPayload<'SAVE_EVENTS'>): void {
  // What is sealed on its way out stays as it is: only the place in the list goes.
  tx.send({ ...row, payload: { type: 'SAVE_EVENTS', events } });
}

function fail(tx: Tx, eventId: string, code: string): Promise<void> {
  return moveState(tx, eventId, { state: code === 'EXPIRED' ? 'expired' : 'failed', reason: code });
}

/** The event goes back to what waits for a contract; its text is in the history. */
async function waitAgain(tx: Tx, following: Following, row: OutboxRow, eventId: string): Promise<void> {
  const state = await tx.tables.message_state.get(eventId);
  // The companion's own events (receipts, a revocation) have no state row and are not said twice.
  if (state === undefined) return;
  const found = await findOutgoing(tx, state.conversationId, eventId);
  if (found === null) return fail(tx, eventId, 'COMMUNICATION_CONTRACT_NOT_VALID');
  const waiting = { ...found, at: row.createdAt, place: seqOf(row), stored: true };
  tx.put('waiting', waiting);
  const contract = await tx.tables.contracts.get(row.contractId ?? '');
  if (contract !== undefined) tx.put('contracts', { ...contract, refused: true });
  tx.after(() => following.resumeSending(waiting));
}

function seqOf(row: OutboxRow): number {
  return Number(row.id.split('.').at(-1)) || 0;
}

/** Moves the state of a sent event on; one that came further meanwhile stays. */
async function moveState(
  tx: Tx,
  eventId: string,
  to: Pick<MessageStateRecord, 'state' | 'reason'>,
): Promise<void> {
  const before = await tx.tables.message_state.get(eventId);
  if (before === undefined || !advances(before.state, to.state)) return;
  const { conversationId, origin } = before;
  tx.put('message_state', { ...before, ...to, at: tx.clock.now() });
  tx.after(() => {
    tx.changes.popup(`conversation:${conversationId}`);
    if (origin !== null) tx.changes.domain({ kind: 'state', eventId, origin, state: to.state });
  });
}
