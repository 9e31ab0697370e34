import { beforeEach, describe, expect, it } from 'vitest';
import { CommandRefusedError } from '../../../../lib/mediator-client/command-refused-error.ts';
import { createSync } from '../../../../lib/mediator-client/sync/sync.ts';
import type { SyncDeps } from '../../../../lib/mediator-client/sync/sync-deps.ts';
import { UnreachableError } from '../../../../lib/net/unreachable-error.ts';
import { createMemoryLocks } from '../../../../lib/platform/locks.ts';
import { createLog, createLogBuffer } from '../../../../lib/platform/log.ts';
import { FakeSocket, fakeWebSocket, lastSocket } from '../support/fake-socket.ts';
import { makeIdentityKeys } from '../support/identity-keys.ts';
import { manualTime } from '../support/manual-time.ts';

const first = await makeIdentityKeys('did:web:one.example', 0);
const second = await makeIdentityKeys('did:web:two.example', 1);

function driver(changes: Partial<SyncDeps> = {}) {
  const time = manualTime();
  const asked: string[] = [];
  const people = [first];
  const outbox: string[] = [];
  const network: { fault: ((did: string) => void) | null; running: number; most: number } = {
    fault: null,
    running: 0,
    most: 0,
  };
  const sync = createSync({
    keyring: {
      identity: async (index) => (index === 0 ? first : second),
      identities: async () => [...people],
    },
    commands: {
      now: () => time.clock.now(),
      async send(_keys, did, { payload }) {
        network.running += 1;
        network.most = Math.max(network.most, network.running);
        await Promise.resolve();
        network.running -= 1;
        network.fault?.(did);
        asked.push(`${did} ${payload.type}`);
        return { requests: [], pending_events: [], events: [], contracts: [], next_cursor: null } as never;
      },
    },
    directory: {
      resolve: async (did) => ({
        did,
        socketUrl: `wss://${did.slice(8)}/`,
        isEscrow: false,
        anchor: null,
        endpoint: '',
        signingKey: new Uint8Array(),
        preKey: new Uint8Array(),
      }),
      forget: async () => undefined,
    },
    outbox: {
      kick: () => void outbox.push('kick'),
      flush: async () => void outbox.push('flush'),
      retryMediator: (did) => void outbox.push(`retry ${did}`),
    },
    sink: {
      receiveRequests: async () => [],
      beginOpening: () => async (pending) => ({ pending, opened: [], failed: [] }),
      receiveEvents: async () => [],
      receiveContracts: async () => undefined,
      receiveStored: async () => undefined,
    },
    cursors: { get: async () => ({ after: 0, ids: [] }), put: async () => undefined },
    WebSocket: fakeWebSocket,
    clock: time.clock,
    timers: time.timers,
    locks: createMemoryLocks(),
    log: createLog('sync', { buffer: createLogBuffer(), clock: time.clock }),
    random: () => 0.5,
    ...changes,
  });
  const passes = () => asked.filter((line) => line.endsWith('QUERY_PENDING_EVENTS')).length;
  return { sync, time, asked, people, outbox, network, passes };
}

async function connect(time: { advance(ms: number): Promise<void> }): Promise<void> {
  await time.advance(0);
  lastSocket().onopen?.();
  await time.advance(0);
  lastSocket().says({ type: 'AUTH_SUCCESS' });
}

beforeEach(() => {
  FakeSocket.made = [];
});

describe('the sync driver', () => {
  it('polls at the start, again after the connection, on a hint, and every minute although connected', async () => {
    const { sync, time, passes, outbox } = driver();
    await sync.start();
    expect(passes()).toBe(1);
    expect(outbox).toContain('retry did:web:one.example');
    await connect(time);
    await time.advance(1_000);
    expect(passes()).toBe(2);
    lastSocket().says({ type: 'PENDING_EVENTS', events: [] });
    await time.advance(1_000);
    expect(passes()).toBe(3);
    for (let left = 65_000; left > 0; left -= 5_000) {
      await time.advance(5_000);
      lastSocket().says('pong');
    }
    expect(passes()).toBe(4);
    expect(sync.status(0)).toMatchObject({ problem: null, connected: true });
    sync.stop();
  });

  it('L-01 delivers within 65 s when no socket can be made', async () => {
    const { sync, time, passes } = driver({
      WebSocket: class {
        constructor() {
          throw new DOMException('blocked', 'SecurityError');
        }
      } as unknown as SyncDeps['WebSocket'],
    });
    await sync.start();
    for (let minute = 2; minute < 6; minute++) {
      await time.advance(65_000);
      expect(passes()).toBeGreaterThanOrEqual(minute);
    }
    sync.stop();
  });

  it('L-13 runs one pass at a time however many ask, and misses none that asked during one', async () => {
    const { sync, time, passes, network } = driver();
    await sync.start();
    const before = passes();
    const many = [sync.syncIdentity(0), sync.syncIdentity(0), sync.syncIdentity(0), sync.wake()];
    await time.advance(1_000);
    await Promise.all(many);
    expect(passes() - before).toBeGreaterThanOrEqual(1);
    expect(passes() - before).toBeLessThanOrEqual(2);
    expect(network.most).toBe(1);
    sync.stop();
  });

  it('L-13 two workers that wake together do not read at the same time', async () => {
    const locks = createMemoryLocks();
    const one = driver({ locks });
    const two = driver({ locks });
    const order: string[] = [];
    one.network.fault = () => void order.push('one');
    two.network.fault = () => void order.push('two');
    await Promise.all([one.sync.start(), two.sync.start()]);
    const changes = order.filter((name, at) => at > 0 && order[at - 1] !== name);
    expect(changes).toHaveLength(1);
    one.sync.stop();
    two.sync.stop();
  });

  it('says what stands in the way, tries again soon, and says when it is gone', async () => {
    const news: (string | null)[] = [];
    const { sync, time, network } = driver({ onStatus: (_index, { problem }) => void news.push(problem) });
    network.fault = () => {
      throw new UnreachableError('network');
    };
    await sync.start();
    expect(sync.status(0).problem).toBe('The mediator cannot be reached.');
    expect(sync.status(0).lastSyncAt).toBeNull();
    network.fault = null;
    await time.advance(10_000);
    expect(sync.status(0).problem).toBeNull();
    expect(sync.status(0).lastSyncAt).toBeGreaterThan(0);
    expect(news[0]).toBe('The mediator cannot be reached.');
    expect(news.at(-1)).toBeNull();
    sync.stop();
  });

  it('registers an identity its mediator does not know, once a pass', async () => {
    let isKnown = false;
    let registrations = 0;
    const { sync, network } = driver({
      register: async () => {
        registrations += 1;
        isKnown = true;
      },
    });
    network.fault = () => {
      if (!isKnown) throw new CommandRefusedError('NOT_REGISTERED', 403, null, false);
    };
    await sync.start();
    expect(registrations).toBe(1);
    expect(sync.status(0).problem).toBeNull();
    sync.stop();
  });

  it('syncs several mediators at once, and one that is down holds up nobody', async () => {
    const { sync, people, network, time } = driver();
    people.push(second);
    network.fault = (did) => {
      if (did === 'did:web:one.example') throw new UnreachableError('timeout');
    };
    await sync.start();
    await time.advance(0);
    expect(sync.status(0).problem).toBe('The mediator did not answer in time.');
    expect(sync.status(1).problem).toBeNull();
    expect(FakeSocket.made.map(({ url }) => url).toSorted()).toEqual([
      'wss://one.example/',
      'wss://two.example/',
    ]);
    sync.stop();
  });

  it('takes up new identities and lets go of removed ones at the next start', async () => {
    const { sync, people, time } = driver();
    await sync.start();
    await time.advance(0);
    people.splice(0, 1, second);
    await sync.start();
    await time.advance(0);
    expect(FakeSocket.made.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(sync.status(1).lastSyncAt).toBeGreaterThan(0);
    sync.stop();
  });

  it('does nothing more after stop, and all of it after the next start', async () => {
    const { sync, time, passes } = driver();
    await sync.start();
    await connect(time);
    await time.advance(1_000);
    sync.stop();
    const before = passes();
    lastSocket().says({ type: 'CONTRACTS_CHANGED' });
    await time.advance(600_000);
    expect(passes()).toBe(before);
    expect(FakeSocket.made.every(({ isClosed }) => isClosed)).toBe(true);
    expect(time.pending()).toBe(0);
    await sync.start();
    expect(passes()).toBe(before + 1);
    sync.stop();
  });

  it('L-21 polls after a long sleep, and not again when it has just polled', async () => {
    const { sync, time, passes, outbox } = driver();
    await sync.start();
    await sync.wake();
    expect(passes()).toBe(1);
    time.jump(8 * 3_600_000);
    await sync.wake();
    expect(passes()).toBe(2);
    time.jump(-86_400_000);
    await sync.wake();
    expect(passes()).toBe(3);
    expect(outbox.filter((line) => line === 'flush')).toHaveLength(3);
    sync.stop();
  });

  it('T-45 a mediator that hints without end is asked a few times a second', async () => {
    const { sync, time, passes } = driver();
    await sync.start();
    await connect(time);
    await time.advance(1_000);
    const before = passes();
    for (let hint = 0; hint < 1_000; hint++) {
      lastSocket().says({ type: 'PENDING_CONTRACT_REQUESTS', count: hint });
      if (hint % 100 === 0) await time.advance(100);
    }
    await time.advance(1_000);
    expect(passes() - before).toBeLessThanOrEqual(12);
    sync.stop();
  });
});
