import { describe, expect, it } from 'vitest';
import type { Action, Alarms, Idle, Notifications, Permissions, Windows } from 'webextension-polyfill';
import { ensureAlarm, setAlarm } from '../../../lib/platform/alarms.ts';
import { badgeText, setBadge } from '../../../lib/platform/badge.ts';
import { onSystemLock } from '../../../lib/platform/idle.ts';
import { createLocks, createMemoryLocks, type Locks } from '../../../lib/platform/locks.ts';
import { createLog, createLogBuffer } from '../../../lib/platform/log.ts';
import { createMemoryArea } from '../../../lib/platform/memory-area.ts';
import { showNotice } from '../../../lib/platform/notifications.ts';
import { createSessionArea } from '../../../lib/platform/session-area.ts';
import { installStripOriginRule } from '../../../lib/platform/strip-origin-rule.ts';
import { focusApproval, openApproval } from '../../../lib/platform/windows.ts';

function fakeAlarms() {
  const alarms = new Map<string, Alarms.Alarm>();
  let now = 0;
  let created = 0;
  const api = {
    get: async (name: string) => alarms.get(name),
    async create(name: string, { when, periodInMinutes }: Alarms.CreateAlarmInfoType) {
      created += 1;
      const scheduledTime = when ?? now + (periodInMinutes ?? 0) * 60_000;
      alarms.set(name, {
        name,
        scheduledTime,
        ...(periodInMinutes === undefined ? {} : { periodInMinutes }),
      });
    },
    clear: async (name: string) => alarms.delete(name),
  } as Partial<Alarms.Static> as Alarms.Static;
  return {
    api,
    alarms,
    created: () => created,
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe('alarms', () => {
  it('L-22 a hundred wakes inside a minute leave the next time where it was', async () => {
    const { api, alarms, created, advance } = fakeAlarms();
    for (let wake = 0; wake < 100; wake++) {
      await ensureAlarm(api, 'sync', { periodInMinutes: 1 });
      advance(500);
    }
    expect(alarms.get('sync')?.scheduledTime).toBe(60_000);
    expect(created()).toBe(1);
    alarms.clear();
    await ensureAlarm(api, 'sync', { periodInMinutes: 1 });
    expect(alarms.has('sync')).toBe(true);
  });

  it('moves a one-time alarm only when its time changes, and removes it', async () => {
    const { api, alarms, created } = fakeAlarms();
    await setAlarm(api, 'lock', 5);
    await setAlarm(api, 'lock', 5);
    expect(created()).toBe(1);
    await setAlarm(api, 'lock', 9);
    expect(alarms.get('lock')?.scheduledTime).toBe(9);
    await setAlarm(api, 'lock', null);
    expect(alarms.size).toBe(0);
  });
});

describe('idle', () => {
  it("tells of the system's lock only", () => {
    const listeners: ((state: Idle.IdleState) => void)[] = [];
    const idle = {
      onStateChanged: { addListener: (listener: (typeof listeners)[0]) => void listeners.push(listener) },
    };
    let locks = 0;
    onSystemLock(idle as Partial<Idle.Static> as Idle.Static, () => {
      locks += 1;
    });
    for (const state of ['active', 'idle', 'locked', 'active'] as const)
      for (const tell of listeners) tell(state);
    expect(locks).toBe(1);
  });
});

describe('log', () => {
  it('T-31 keeps words and numbers of allowed fields, and nothing anybody else wrote', () => {
    const buffer = createLogBuffer();
    const log = createLog('outbox', { buffer, clock: { now: () => 7 } });
    const fields = {
      count: 3,
      reason: 'timeout',
      state: 'Meet me at eight',
      payload: 'secret',
      error: Object.assign(new TypeError('contains secret'), { code: 4317, reason: 'did:decentrl:x y' }),
    };
    log.warn('A row was refused.', fields);
    expect(buffer.lines()).toEqual([
      {
        at: 7,
        level: 'warn',
        name: 'outbox',
        message: 'A row was refused.',
        fields: { count: 3, reason: 'timeout', state: '[redacted]', error: 'TypeError(4317)' },
      },
    ]);
    expect(JSON.stringify(buffer.lines())).not.toContain('secret');
  });

  it('forgets the oldest lines', () => {
    const buffer = createLogBuffer(3);
    const log = createLog('x', { buffer, clock: { now: () => 0 } });
    for (let n = 0; n < 10; n++) log.debug(`line ${n}`);
    expect(buffer.lines().map((line) => line.message)).toEqual(['line 7', 'line 8', 'line 9']);
  });
});

describe.each<[string, () => Locks]>([
  ['of the browser', () => createLocks()],
  ['in memory', () => createMemoryLocks()],
])('locks %s', (_, create) => {
  it('L-13 run one after the other under a name, side by side under two, also after a failure', async () => {
    const locks = create();
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} out`);
      if (name === 'b') throw new RangeError('on purpose');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => locks.run('same', work(name))));
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    steps.length = 0;
    await Promise.all([locks.run('one', work('x')), locks.run('two', work('y'))]);
    expect(steps.slice(0, 2).sort()).toEqual(['x in', 'y in']);
  });

  it('give up at once when asked to', async () => {
    const locks = create();
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const held = locks.run('held', () => promise);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await locks.runIfFree('held', async () => 1)).toBe(undefined);
    release();
    await held;
    await new Promise((resolve) => setImmediate(resolve));
    expect(await locks.runIfFree('held', async () => 1)).toBe(1);
  });
});

describe('areas', () => {
  it('a CryptoKey does not survive the memory area, as it would not in the browser', async () => {
    const area = createMemoryArea();
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    await area.set('key', key);
    expect(await area.get('key')).toEqual({});
  });

  it('the session area shuts content scripts out where the browser lets it', async () => {
    const asked: unknown[] = [];
    type Area = Parameters<typeof createSessionArea>[0];
    createSessionArea({
      setAccessLevel: async (options: unknown) => void asked.push(options),
    } as object as Area);
    createSessionArea({} as Area);
    expect(asked).toEqual([{ accessLevel: 'TRUSTED_CONTEXTS' }]);
  });
});

describe('approval window', () => {
  const normal = { id: 1, focused: true, left: 100, top: 50, width: 1200 } as Windows.Window;

  function fakeWindows(
    refuse: (data: Windows.CreateCreateDataType) => boolean,
    open: Windows.Window[] = [normal],
  ) {
    const asked: Windows.CreateCreateDataType[] = [];
    type Api = Parameters<typeof openApproval>[0];
    const api = {
      windows: {
        getAll: async () => open,
        async create(data: Windows.CreateCreateDataType) {
          asked.push(data);
          if (refuse(data)) throw new Error('Invalid value for bounds');
          return { id: 9, tabs: [{ id: 90 }] };
        },
        async update(id: number) {
          if (id !== 9) throw new Error('No window');
        },
      },
      tabs: { create: async () => ({ id: 91 }), update: async () => ({}) },
    } as object as Api;
    return { api, asked };
  }

  it('opens at the right edge of the window in front', async () => {
    const { api, asked } = fakeWindows(() => false);
    expect(await openApproval(api, 'popup.html')).toEqual({ windowId: 9, tabId: 90 });
    expect(asked).toEqual([
      { url: 'popup.html', type: 'popup', width: 400, height: 620, focused: true, left: 900, top: 50 },
    ]);
  });

  it('opens without a position where the position is refused, and as a tab where windows are', async () => {
    const moved = fakeWindows((data) => data.left !== undefined);
    expect(await openApproval(moved.api, 'popup.html')).toEqual({ windowId: 9, tabId: 90 });
    expect(moved.asked).toHaveLength(2);
    expect(await openApproval(fakeWindows(() => true).api, 'popup.html')).toEqual({
      windowId: null,
      tabId: 91,
    });
    const none = fakeWindows(() => false, []);
    await openApproval(none.api, 'popup.html');
    expect(none.asked[0]).not.toHaveProperty('left');
  });

  it('is brought to the front while it lives', async () => {
    const { api } = fakeWindows(() => false);
    expect(await focusApproval(api, { windowId: 9, tabId: 90 })).toBe(true);
    expect(await focusApproval(api, { windowId: 8, tabId: 90 })).toBe(false);
    expect(await focusApproval(api, { windowId: null, tabId: 90 })).toBe(true);
    expect(await focusApproval(api, { windowId: null, tabId: null })).toBe(false);
  });
});

describe('badge and notices', () => {
  it('T-34 the badge says numbers and the lock, nothing else', async () => {
    expect(badgeText({ locked: false, count: 0 })).toBe('');
    expect(badgeText({ locked: false, count: 7 })).toBe('7');
    expect(badgeText({ locked: true, count: 100 })).toBe('99+');
    expect(badgeText({ locked: true, count: 0 })).not.toBe('');
    const said: unknown[] = [];
    const note = async (details: unknown) => void said.push(details);
    const action = {
      setBadgeText: note,
      setBadgeBackgroundColor: note,
      setTitle: note,
    } as object as Action.Static;
    await setBadge(action, { locked: true, count: 2 }, { locked: 'Locked', unlocked: 'Open' });
    expect(said).toContainEqual({ text: '2' });
    expect(said).toContainEqual({ title: 'Locked' });
  });

  it('shows no notice without the permission', async () => {
    let shown = 0;
    const create = async () => {
      shown += 1;
      return 'id';
    };
    const api = (granted: boolean) => ({
      permissions: { contains: async () => granted } as Partial<Permissions.Static> as Permissions.Static,
      notifications: () => ({ create }) as Partial<Notifications.Static> as Notifications.Static,
    });
    const notice = { id: 'new', title: 'Decentrl', message: 'New message', iconUrl: 'icon.png' };
    expect(await showNotice(api(false), notice)).toBe(false);
    expect(await showNotice(api(true), notice)).toBe(true);
    expect(shown).toBe(1);
  });
});

describe('strip-origin rule', () => {
  it('takes the header from our own requests and sockets, and from no others', async () => {
    const asked: Parameters<
      NonNullable<Parameters<typeof installStripOriginRule>[0]>['updateSessionRules']
    >[0][] = [];
    await installStripOriginRule(
      { updateSessionRules: async (options) => void asked.push(options) },
      'a-uuid',
    );
    const [rule] = asked[0]?.addRules ?? [];
    expect(asked[0]?.removeRuleIds).toEqual([rule?.id]);
    expect(rule?.condition.initiatorDomains).toEqual(['a-uuid']);
    expect(rule?.condition.resourceTypes).toEqual(expect.arrayContaining(['xmlhttprequest', 'websocket']));
    expect(rule?.action.requestHeaders).toEqual([{ header: 'origin', operation: 'remove' }]);
    await installStripOriginRule(undefined, 'a-uuid');
  });
});
