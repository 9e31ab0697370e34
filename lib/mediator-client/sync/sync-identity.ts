import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { CommandPayload, CommandReply, CommandType } from '../../protocol/commands.ts';
import { LIMITS } from '../../protocol/wire.ts';
import { CommandRefusedError } from '../command-refused-error.ts';
import { readEachPage } from '../read-each-page.ts';
import { readPages } from '../read-pages.ts';
import type { CommandClient } from '../send-command.ts';
import type { StoredCursor, StoredCursors } from './stored-cursor.ts';
import type { OpenedPending, OwnStoredEvent, SyncSink } from './sync-sink.ts';

export interface IdentitySyncDeps<Page extends OpenedPending> {
  commands: CommandClient;
  sink: SyncSink<Page>;
  cursors: StoredCursors;
}

/** What one pass reads. Pending events, requests and stored events are cheap when there is nothing; contracts are not. */
export interface SyncScope {
  contracts: boolean;
}

const PAGE = LIMITS.page;
/**
 * Rounds over the pending queue in one pass (security.md *Limits*). What was acknowledged may have moved the
 * mediator's pages under our cursor.
 */
const MOST_ROUNDS = 20;
/** Pending events that are made durable and acknowledged together, when the mediator is faster than the disk. */
const TOGETHER = LIMITS.acknowledgements;
const PAGES_WAITING = 5;
/** Seconds of stored events read again: several processes of one mediator do not share a clock to the second. */
const OVERLAP_SECONDS = 5;
const REMEMBERED_IDS = 1_000;

/**
 * Reads everything the identity's mediator holds for it and acknowledges what the domain has made durable: contracts
 * before the events under them, then own stored events from this device's cursor. Each step stands being repeated after
 * a death at any point (`security.md` T-46, L-05). Rejects with the first failure; what came before it is kept.
 */
export async function syncIdentity<Page extends OpenedPending>(
  deps: IdentitySyncDeps<Page>,
  keys: IdentityKeys,
  scope: SyncScope,
  signal: AbortSignal,
): Promise<void> {
  const { commands, sink, cursors } = deps;
  const { mediatorDid } = keys.did;

  function ask<T extends CommandType>(
    payload: CommandPayload<T> & { type: T },
    sent?: () => void,
  ): Promise<CommandReply<T>> {
    const command = { channel: 'DIRECT_AUTHENTICATED', recipientDid: mediatorDid, payload } as const;
    return commands.send<T>(keys, mediatorDid, command, { signal, ...(sent === undefined ? {} : { sent }) });
  }

  async function readRequests(): Promise<void> {
    await readEachPage(
      async (cursor) => {
        const reply = await ask<'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'>({
          type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
          limit: PAGE,
          cursor,
        });
        return { rows: reply.requests, next: reply.next_cursor };
      },
      async (requests) => {
        const done = onlyOf(requests, await sink.receiveRequests(keys, requests));
        if (done.length === 0) return;
        await ask<'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS'>({
          type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
          request_ids: done,
        });
      },
    );
  }

  async function readContracts(): Promise<void> {
    await readEachPage(
      async (cursor) => {
        const reply = await ask<'QUERY_COMMUNICATION_CONTRACTS'>({
          type: 'QUERY_COMMUNICATION_CONTRACTS',
          limit: PAGE,
          cursor,
        });
        return { rows: reply.contracts, next: reply.next_cursor };
      },
      (contracts) => sink.receiveContracts(keys, contracts),
    );
  }

  async function readEvents(): Promise<void> {
    const handedOver = new Set<string>();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = handedOver.size;
      const isWhole = await readEventsOnce(handedOver);
      if (handedOver.size > before) continue;
      if (isWhole) await sink.queueDrained?.(keys);
      return;
    }
  }

  let longPages = true;

  /** After a full first page in longer ones, unless this mediator refuses more than 100 rows a page (protocol.md §5.9). */
  async function askPending(
    cursor: string | null,
    sent: () => void,
  ): Promise<CommandReply<'QUERY_PENDING_EVENTS'>> {
    const askFor = (limit: number) =>
      ask<'QUERY_PENDING_EVENTS'>({ type: 'QUERY_PENDING_EVENTS', limit, cursor }, sent);
    if (cursor === null || !longPages) return askFor(PAGE);
    try {
      return await askFor(LIMITS.pendingPage);
    } catch (error) {
      if (!(error instanceof CommandRefusedError) || error.reason !== 'INVALID_COMMAND') throw error;
      longPages = false;
      return askFor(PAGE);
    }
  }

  async function readEventsOnce(handedOver: Set<string>): Promise<boolean> {
    let acknowledging: Promise<unknown> = Promise.resolve();
    const openEvents = sink.beginOpening(keys);
    const isWhole = await readPages(
      async (cursor, sent) => {
        const reply = await askPending(cursor, sent);
        return { rows: reply.pending_events, next: reply.next_cursor };
      },
      {
        prepare(page) {
          // Once a pass: what could not be opened now cannot be opened a moment later either.
          const pending = page.filter(({ id }) => !handedOver.has(id));
          for (const { id } of pending) handedOver.add(id);
          return openEvents(pending);
        },
        async work(pages) {
          const pending = pages.flatMap((page) => page.pending);
          if (pending.length === 0) return;
          const done = onlyOf(pending, await sink.receiveEvents(keys, pages));
          // The acknowledgements of one share are on their way while the next is worked on, never those of two.
          await acknowledging;
          acknowledging = acknowledge(done);
          acknowledging.catch(() => undefined);
        },
        together: TOGETHER,
        waiting: PAGES_WAITING,
      },
    );
    await acknowledging;
    return isWhole;
  }

  async function acknowledge(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await ask<'ACKNOWLEDGE_PENDING_EVENTS'>({ type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: [...ids] });
  }

  async function readStored(): Promise<void> {
    const start = await cursors.get(keys.did.did);
    const after = Math.max(0, start.after - OVERLAP_SECONDS);
    const seen = new Set(start.ids);
    let last = start;
    await readEachPage(
      async (cursor) => {
        const reply = await ask<'QUERY_EVENTS'>({
          type: 'QUERY_EVENTS',
          tags: [],
          after,
          order: 'asc',
          limit: PAGE,
          cursor,
        });
        return { rows: reply.events, next: reply.next_cursor };
      },
      async (events) => {
        const fresh = events.filter(({ id }) => !seen.has(id));
        if (fresh.length > 0) await sink.receiveStored(keys, fresh);
        last = advance(last, fresh);
        if (fresh.length > 0) await cursors.put(keys.did.did, last);
      },
    );
  }

  await readRequests();
  if (scope.contracts) await readContracts();
  await readEvents();
  await readStored();
}

/** Never acknowledges an id that was not on the page. */
function onlyOf(rows: readonly { id: string }[], ids: readonly string[]): string[] {
  const known = new Set(rows.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => known.has(id));
}

function advance(cursor: StoredCursor, events: readonly OwnStoredEvent[]): StoredCursor {
  const after = events.reduce((latest, event) => Math.max(latest, event.created_at), cursor.after);
  return { after, ids: [...cursor.ids, ...events.map(({ id }) => id)].slice(-REMEMBERED_IDS) };
}
