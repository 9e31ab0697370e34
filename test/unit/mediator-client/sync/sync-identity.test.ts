import { describe, expect, it } from 'vitest';
import { CommandRefusedError } from '../../../../lib/mediator-client/command-refused-error.ts';
import type { CommandClient } from '../../../../lib/mediator-client/send-command.ts';
import type { StoredCursor } from '../../../../lib/mediator-client/sync/stored-cursor.ts';
import { syncIdentity } from '../../../../lib/mediator-client/sync/sync-identity.ts';
import type { SyncSink } from '../../../../lib/mediator-client/sync/sync-sink.ts';
import type { OpenedPage } from '../../../../lib/messages/open-event.ts';
import { makeIdentityKeys } from '../support/identity-keys.ts';

const keys = await makeIdentityKeys();

interface Row {
  id: string;
}

/**
 * A mediator with a queue and stored events, whose cursors are offsets: the worst kind when rows are acknowledged
 * meanwhile. Of the queue it gives at most `longest` rows a page.
 */
function mediatorWith(
  pending: Row[],
  { stored = [], longest = 500 }: { stored?: (Row & { created_at: number })[]; longest?: number } = {},
) {
  const queue = [...pending];
  const said: string[] = [];
  const commands: CommandClient = {
    now: () => 0,
    async send(_keys, _did, { payload }) {
      const { type } = payload;
      const page = payload as {
        type: string;
        cursor?: string | null;
        limit?: number;
        after?: number;
        event_ids?: string[];
      };
      said.push(page.event_ids === undefined ? type : `${type} ${page.event_ids.length}`);
      const from = Number(page.cursor ?? 0);
      const limit = page.limit ?? 100;
      const cut = <T>(rows: T[]) => rows.slice(from, from + limit);
      const next = (rows: unknown[]) => (from + limit < rows.length ? String(from + limit) : null);
      if (type === 'QUERY_PENDING_EVENTS' && limit > longest)
        throw new CommandRefusedError('INVALID_COMMAND', 400, null, false);
      if (type === 'QUERY_PENDING_EVENTS')
        return { pending_events: cut(queue), next_cursor: next(queue) } as never;
      if (type === 'ACKNOWLEDGE_PENDING_EVENTS') {
        for (const id of page.event_ids ?? [])
          queue.splice(
            queue.findIndex((row) => row.id === id),
            1,
          );
        return { acknowledged: page.event_ids } as never;
      }
      if (type === 'QUERY_EVENTS') {
        const rows = stored.filter(({ created_at }) => created_at >= (page.after ?? 0));
        return { events: cut(rows), next_cursor: next(rows) } as never;
      }
      if (type === 'QUERY_COMMUNICATION_CONTRACTS') return { contracts: [], next_cursor: null } as never;
      return { requests: [], next_cursor: null } as never;
    },
  };
  return { commands, queue, said };
}

function deps(commands: CommandClient, sink: Partial<SyncSink<OpenedPage>>) {
  let cursor: StoredCursor = { after: 0, ids: [] };
  return {
    commands,
    cursors: {
      get: async () => cursor,
      put: async (_did: string, next: StoredCursor) => {
        cursor = next;
      },
    },
    sink: {
      receiveRequests: async (_keys, rows) => rows.map(({ id }) => id),
      beginOpening: () => async (pending) => ({ pending, opened: [], failed: [] }),
      receiveEvents: async (_keys, pages) => idsOf(pages),
      receiveContracts: async () => undefined,
      receiveStored: async () => undefined,
      ...sink,
    } satisfies SyncSink<OpenedPage>,
  };
}

const idsOf = (pages: readonly OpenedPage[]) => pages.flatMap(({ pending }) => pending.map(({ id }) => id));
const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `e${at}` }));
const live = new AbortController().signal;

describe('one pass over an identity', () => {
  it('hands over every pending event once, pages that are there together, and acknowledges them together', async () => {
    const { commands, queue, said } = mediatorWith(rows(2_050));
    const seen: string[] = [];
    const drained: true[] = [];
    const sink = {
      async receiveEvents(_keys: unknown, pages: OpenedPage[]) {
        expect(idsOf(pages).length).toBeLessThanOrEqual(1_000);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(...idsOf(pages));
        return idsOf(pages);
      },
      queueDrained: async () => void drained.push(true),
    };
    await syncIdentity(deps(commands, sink), keys, { contracts: true }, live);
    expect(queue).toEqual([]);
    expect(seen.toSorted()).toEqual(
      rows(2_050)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(drained).toHaveLength(1);
    const acknowledged = said.flatMap((line) => line.match(/^ACKNOWLEDGE\w+ (\d+)$/)?.[1] ?? []).map(Number);
    expect(Math.max(...acknowledged)).toBeLessThanOrEqual(1_000);
    expect(acknowledged.reduce((sum, count) => sum + count, 0)).toBe(2_050);
  });

  it.each([
    ['long pages', 500, 5],
    ['pages of a hundred, from a mediator that gives no longer ones', 100, 12],
  ])('reads a long queue in %s', async (_, longest, most) => {
    const { commands, queue, said } = mediatorWith(rows(1_050), { longest });
    const seen: string[] = [];
    const sink = {
      async receiveEvents(_keys: unknown, pages: OpenedPage[]) {
        seen.push(...idsOf(pages));
        return [];
      },
    };
    await syncIdentity(deps(commands, sink), keys, { contracts: false }, live);
    expect(seen).toEqual(rows(1_050).map(({ id }) => id));
    expect(queue).toHaveLength(1_050);
    // Twice: a second round looks for what moved under the cursor.
    expect(said.filter((type) => type === 'QUERY_PENDING_EVENTS').length).toBeLessThanOrEqual(2 * most);
  });

  it('T-63 passes by an event that the domain keeps for later, and does not hand it over twice', async () => {
    const { commands, queue } = mediatorWith(rows(100));
    const times = new Map<string, number>();
    const sink = {
      async receiveEvents(_keys: unknown, pages: OpenedPage[]) {
        for (const id of idsOf(pages)) times.set(id, (times.get(id) ?? 0) + 1);
        return idsOf(pages).filter((id) => id !== 'e37');
      },
    };
    await syncIdentity(deps(commands, sink), keys, { contracts: false }, live);
    expect(queue).toEqual([{ id: 'e37' }]);
    expect(times.get('e37')).toBe(1);
  });

  it('T-46 acknowledges nothing before it is durable, and nothing that was not on the page', async () => {
    const { commands, said, queue } = mediatorWith(rows(3));
    const sink = {
      async receiveEvents() {
        expect(said.some((line) => line.startsWith('ACKNOWLEDGE'))).toBe(false);
        return ['e1', 'e1', 'somebody-elses'];
      },
    };
    await syncIdentity(deps(commands, sink), keys, { contracts: false }, live);
    expect(said).toContain('ACKNOWLEDGE_PENDING_EVENTS 1');
    expect(queue.map(({ id }) => id)).toEqual(['e0', 'e2']);
  });

  it('acknowledges nothing of a page the disk refused', async () => {
    const { commands, said, queue } = mediatorWith(rows(3));
    const sink = {
      receiveEvents: async () => {
        throw new Error('disk full');
      },
    };
    await expect(syncIdentity(deps(commands, sink), keys, { contracts: false }, live)).rejects.toThrow(
      'disk full',
    );
    expect(said.some((line) => line.startsWith('ACKNOWLEDGE'))).toBe(false);
    expect(queue).toHaveLength(3);
  });

  it('reads contracts before the events under them, and only when asked', async () => {
    const { commands, said } = mediatorWith([]);
    await syncIdentity(deps(commands, {}), keys, { contracts: true }, live);
    await syncIdentity(deps(commands, {}), keys, { contracts: false }, live);
    expect(said.filter((line) => line === 'QUERY_COMMUNICATION_CONTRACTS')).toHaveLength(1);
    expect(said.indexOf('QUERY_COMMUNICATION_CONTRACTS')).toBeLessThan(said.indexOf('QUERY_PENDING_EVENTS'));
  });

  it('reads own stored events from where it was, without losing one of the same second', async () => {
    const stored = Array.from({ length: 250 }, (_, at) => ({
      id: `s${at}`,
      created_at: 1_000 + Math.floor(at / 50),
    }));
    const { commands } = mediatorWith([], { stored });
    const seen: string[] = [];
    let isDying = true;
    const sink = {
      async receiveStored(_keys: unknown, page: Row[]) {
        if (isDying && seen.length >= 100) throw new Error('killed');
        seen.push(...page.map(({ id }) => id));
      },
    };
    const parts = deps(commands, sink);
    await expect(syncIdentity(parts, keys, { contracts: false }, live)).rejects.toThrow('killed');
    isDying = false;
    await syncIdentity(parts, keys, { contracts: false }, live);
    expect(seen).toEqual(stored.map(({ id }) => id));
    stored.push({ id: 'new', created_at: 1_004 });
    await syncIdentity(parts, keys, { contracts: false }, live);
    expect(seen.at(-1)).toBe('new');
    expect(seen).toHaveLength(251);
  });

  it('T-54 ends although the mediator has something new every time', async () => {
    let made = 0;
    const { commands } = mediatorWith([]);
    const { send } = commands;
    let pages = 0;
    commands.send = async (...args) => {
      if (args[2].payload.type !== 'QUERY_PENDING_EVENTS') return send(...args);
      pages += 1;
      return { pending_events: [{ id: `x${made++}` }], next_cursor: null } as never;
    };
    await syncIdentity(deps(commands, {}), keys, { contracts: false }, live);
    expect(pages).toBeLessThanOrEqual(20);
  });
});
