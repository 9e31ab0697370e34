import { setTimeout as delay } from 'node:timers/promises';
import type { CommandPayload, CommandReply, CommandType } from '../../../lib/protocol/commands.ts';
import {
  agree,
  ask,
  ciphertext,
  makeIdentity,
  newcomer,
  register,
  type TestIdentity,
} from '../../support/mediator-client.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';
import type { History } from './history.ts';

/** Many senders, one receiver, one mediator that may be gone at any moment. */
export interface MediatorLoad {
  /** Puts `count` new messages into the senders' queues; they go out as fast as the mediator takes them. */
  produce(count: number): void;
  /** Resolves when every message that was produced is acknowledged, read and acknowledged by the receiver. */
  drained(): Promise<void>;
  /** Own copies the receiver saved; read back with `savedNow`. */
  savedNow(): Promise<string[]>;
  acknowledgedCount(): number;
  /** Rows that came again after their acknowledgement was confirmed. */
  resurrected(): string[];
  receiver: TestIdentity;
  stop(): Promise<void>;
}

const RETRY_MS = 25;
/** Half of the senders send one event a command, the other half send batches of at most this many. */
const BATCH = 10;

/** Starts the load; `where` tells the mediator of the moment. Every message is noted in `history`. */
export async function startMediatorLoad(
  where: () => RunningMediator,
  history: History,
  senderCount = 8,
): Promise<MediatorLoad> {
  const receiver = await newcomer(where(), 'receiver');
  const queues: { from: TestIdentity; waiting: string[]; name: string }[] = [];
  for (let at = 0; at < senderCount; at++) {
    const from = makeIdentity(where().did, `sender${at}`);
    await register(where(), from);
    const contract = await agree(from, receiver);
    await ask(where(), receiver, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
    queues.push({ from, waiting: [], name: `s${at}` });
  }
  const streamOf = new Map(queues.map(({ from, name }) => [from.did, name]));
  const payloads = new Map<string, string>();
  const idOfPayload = new Map<string, string>();
  let produced = 0;
  let acknowledged = 0;
  let settled = 0;
  let stopped = false;

  /** Asks until there is an answer: the same payload, a fresh nonce and time for each try. */
  async function insist<T extends CommandType>(
    from: TestIdentity,
    payload: CommandPayload<T>,
    recipientDid?: string,
  ): Promise<CommandReply<T> | null> {
    for (;;) {
      try {
        return await ask<T>(where(), from, payload, recipientDid);
      } catch (error) {
        // A refusal is an answer, and none of these may be refused but for the rate.
        const code = error instanceof Error ? /^[A-Z_]+: ([A-Z_]+)$/.exec(error.message)?.[1] : undefined;
        if (code !== undefined && code !== 'RATE_LIMITED') throw error;
        if (stopped) return null;
        await delay(RETRY_MS);
      }
    }
  }

  async function sendAll({ from, waiting, name }: (typeof queues)[number], inBatches: boolean) {
    while (!stopped) {
      const ids = waiting.splice(0, inBatches ? BATCH : 1);
      if (ids.length === 0) {
        await delay(RETRY_MS);
        continue;
      }
      const events = ids.map((id) => ({ id, payload: payloads.get(id) ?? '' }));
      for (const id of ids) history.attempted(name, id);
      if (inBatches) {
        const reply = await insist<'SEND_EVENTS'>(from, { type: 'SEND_EVENTS', events }, receiver.did);
        const refused = reply?.results.filter(({ ok }) => !ok) ?? [];
        if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`);
        if (reply === null) return;
      } else {
        const [event] = events;
        if (event === undefined) continue;
        const reply = await insist<'SEND_EVENT'>(from, { type: 'SEND_EVENT', ...event }, receiver.did);
        if (reply === null) return;
      }
      for (const id of ids) history.acknowledged(name, id);
      acknowledged += ids.length;
    }
  }

  const seen = new Set<string>();
  const gone = new Set<string>();
  const resurrected: string[] = [];

  async function receiveAll() {
    while (!stopped) {
      const page = await insist<'QUERY_PENDING_EVENTS'>(receiver, { type: 'QUERY_PENDING_EVENTS' });
      if (page === null) return;
      const rows = page.pending_events;
      if (rows.length === 0) {
        await delay(RETRY_MS);
        continue;
      }
      for (const { id, sender_did, payload } of rows) {
        if (gone.has(id)) resurrected.push(id);
        // As in the companion: what the same row shows again before it is acknowledged is not shown again.
        if (!seen.has(id))
          history.visible(streamOf.get(sender_did) ?? sender_did, idOfPayload.get(payload) ?? payload);
        seen.add(id);
      }
      const copies = rows.map(({ payload }) => ({
        id: idOfPayload.get(payload) ?? 'unknown',
        payload,
        tags: [],
      }));
      const saved = await insist<'SAVE_EVENTS'>(receiver, { type: 'SAVE_EVENTS', events: copies });
      if (saved === null) return;
      for (const id of saved.event_ids) history.acknowledged('own copies', id);
      const ids = rows.map(({ id }) => id);
      if (
        (await insist<'ACKNOWLEDGE_PENDING_EVENTS'>(receiver, {
          type: 'ACKNOWLEDGE_PENDING_EVENTS',
          event_ids: ids,
        })) === null
      )
        return;
      for (const id of ids) gone.add(id);
      settled += ids.length;
    }
  }

  let failure: unknown = null;
  const workers = [receiveAll(), ...queues.map((queue, at) => sendAll(queue, at % 2 === 1))].map((worker) =>
    worker.catch((error: unknown) => {
      failure ??= error;
      stopped = true;
    }),
  );

  return {
    receiver,
    produce(count) {
      for (let made = 0; made < count; made++) {
        const id = `m${produced++}`;
        const payload = ciphertext(400);
        payloads.set(id, payload);
        idOfPayload.set(payload, id);
        queues[produced % queues.length]?.waiting.push(id);
      }
    },
    async drained() {
      while (failure === null && (acknowledged < produced || settled < produced)) await delay(RETRY_MS);
      // One more whole pass, so that a row which came back would be seen.
      const rest =
        failure === null
          ? await insist<'QUERY_PENDING_EVENTS'>(receiver, { type: 'QUERY_PENDING_EVENTS' })
          : null;
      stopped = true;
      await Promise.all(workers);
      if (failure !== null) throw failure;
      for (const { id } of rest?.pending_events ?? []) resurrected.push(id);
    },
    async savedNow() {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: CommandReply<'QUERY_EVENTS'> = await ask<'QUERY_EVENTS'>(where(), receiver, {
          type: 'QUERY_EVENTS',
          tags: [],
          ...(cursor === null ? {} : { cursor }),
        });
        ids.push(...page.events.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor !== null);
      return ids;
    },
    acknowledgedCount: () => acknowledged,
    resurrected: () => resurrected,
    async stop() {
      stopped = true;
      await Promise.all(workers);
    },
  };
}
