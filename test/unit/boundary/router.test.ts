import { describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../../lib/api/method-names.ts';
import { pageFacts } from '../../../lib/api/page.ts';
import { popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import { pageMethods } from '../../../lib/boundary/handlers/page-methods.ts';
import { createMemoryArea } from '../../../lib/platform/memory-area.ts';
import { openDatabase } from '../../../lib/store/database.ts';
import { createFakeApp, fakeHandlers, pageAt } from '../../support/boundary/fake-app.ts';
import { createWorld, nextId, OWN, POPUP } from '../../support/boundary/world.ts';

const A = 'https://dapp.example';

async function bare() {
  const db = await openDatabase(`router-${nextId()}`);
  const opener = { open: async () => ({ windowId: 1, tabId: 1 }), focus: async () => false };
  const clock = { now: () => 1_800_000_000_000 };
  return createFakeApp({ db, session: createMemoryArea(), clock, own: OWN, opener });
}

describe('T-02 internal types', () => {
  const strangers = {
    'the relay of a page': pageAt(OWN, A),
    'a sandboxed frame': { id: OWN.runtimeId, origin: 'null', frameId: 3, tab: { id: 1 } },
    'a content script without an origin': { id: OWN.runtimeId, frameId: 0, tab: { id: 1 } },
    'another extension': { id: 'p'.repeat(32), origin: OWN.origin },
    'a page that names our origin as a prefix': {
      id: OWN.runtimeId,
      origin: `${OWN.origin}.evil.example`,
      tab: { id: 1 },
    },
    nobody: {},
  };
  for (const [who, sender] of Object.entries(strangers)) {
    it(`from ${who} are refused, every one, without effect`, async () => {
      const { app, routePopup } = await bare();
      for (const method of Object.keys(popupFacts)) {
        const before = JSON.stringify(await app.approvals.list());
        const reply = await routePopup(app, sender, { channel: 'popup', method, params: {} });
        expect(reply).toMatchObject({ error: { code: 4100 } });
        expect(app.did).toEqual([]);
        expect(JSON.stringify(await app.approvals.list())).toBe(before);
      }
    });
  }

  it('do not exist on the channel of pages', async () => {
    const world = await createWorld();
    for (const method of Object.keys(popupFacts)) {
      world.now += 1_000;
      expect(await world.ask(A, method, {})).toMatchObject({ error: { code: -32601 } });
    }
    expect(world.app.did).toEqual([]);
  });

  it('are answered to our own pages, in a tab or not', async () => {
    const { app, routePopup } = await bare();
    for (const sender of [POPUP, { ...POPUP, frameId: 0, tab: { id: 5 } }]) {
      const reply = await routePopup(app, sender, { channel: 'popup', method: 'app_getState' });
      expect(reply).toEqual({ result: null });
    }
    expect(app.did).toEqual(['app_getState', 'app_getState']);
  });
});

describe('pages', () => {
  it('T-03 are who the browser says, in the top frame, on https or loopback', async () => {
    const { app, router } = await bare();
    const message = () => ({ channel: 'page', id: nextId(), page: nextId(), method: 'decentrl_identities' });
    const frames: [Record<string, unknown>, boolean][] = [
      [{ origin: A }, true],
      [{ origin: 'http://localhost:3000' }, true],
      [{ origin: 'http://127.0.0.1:3000' }, true],
      [{ origin: 'http://[::1]:3000' }, true],
      [{ origin: A, frameId: 4 }, false],
      [{ origin: 'null' }, false],
      [{ origin: undefined }, false],
      [{ origin: undefined, url: A }, false],
      [{ origin: 'http://dapp.example' }, false],
      [{ origin: 'http://localhost.evil.example' }, false],
      [{ origin: 'file://' }, false],
      [{ origin: 'data:' }, false],
      [{ origin: `${A}/` }, false],
      [{ origin: `${A}:443` }, false],
      [{ origin: 'https://DAPP.example' }, false],
      [{ origin: OWN.origin }, false],
      [{ origin: A, tab: undefined }, false],
      [{ origin: A, id: 'p'.repeat(32) }, false],
    ];
    for (const [fields, allowed] of frames) {
      const reply = await router.routePage(app, { ...pageAt(OWN, A), ...fields }, message());
      expect([fields, 'result' in reply]).toEqual([fields, allowed]);
      if (!allowed) expect(reply).toMatchObject({ error: { code: 4100 } });
    }
  });

  it('T-06 cannot name their origin', async () => {
    const world = await createWorld();
    const id = nextId();
    await world.ask(
      A,
      'decentrl_requestIdentities',
      { origin: 'https://bank.example', url: 'https://bank.example', reason: 'hi' },
      { id },
    );
    const [view] = (await world.popup('approvals_list')) as { origin: string; request: unknown }[];
    expect(view?.origin).toBe(A);
    expect(JSON.stringify(view)).not.toContain('bank.example');
  });

  it('T-07 loaded ahead cannot ask a person', async () => {
    const { app, router } = await bare();
    const sender = { ...pageAt(OWN, A), documentLifecycle: 'prerender' };
    const message = { channel: 'page', id: nextId(), page: nextId(), method: 'decentrl_requestIdentities' };
    expect(await router.routePage(app, sender, message)).toMatchObject({ error: { code: -32600 } });
    expect(await app.approvals.count()).toBe(0);
  });

  it('get -32601 for what does not exist', async () => {
    const world = await createWorld();
    for (const method of ['eth_accounts', '__proto__', 'constructor', 'toString', '']) {
      expect(await world.ask(A, method, {})).toMatchObject({ error: { code: -32601 } });
    }
  });

  it('without a grant get the same 4100 from every method that needs one, locked or not, whatever the parameters', async () => {
    const world = await createWorld();
    const answers = new Set<string>();
    for (const state of ['locked', 'unlocked', 'empty'] as const) {
      await world.lock(state);
      for (const [method, { grants }] of Object.entries(pageFacts)) {
        if (grants.length === 0) continue;
        world.now += 10_000;
        for (const params of [{}, { contractId: 'x', type: 'a', data: 1, peer: 'did:x', requestId: 'r' }]) {
          answers.add(JSON.stringify(await world.ask(A, method, params)));
        }
      }
    }
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).toContain('4100');
    expect(world.app.did).toEqual([]);
  });

  it('with a grant get 4320 while locked, for methods that need keys and ask nobody', async () => {
    const world = await createWorld();
    await world.app.grants.add(
      A,
      [
        { id: '1', name: 'decentrl_identities', caveats: [] },
        { id: '2', name: 'decentrl_events', caveats: [] },
      ],
      { duration: 'until-revoked' },
    );
    await world.lock('locked');
    expect(await world.ask(A, 'decentrl_getContracts')).toMatchObject({ error: { code: 4320 } });
    expect(await world.ask(A, 'decentrl_getEvents')).toMatchObject({ error: { code: 4320 } });
    expect(await world.ask(A, 'decentrl_getCapabilities')).toMatchObject({ result: { apiVersion: '1.0' } });
  });

  it('hear nothing of an error that is not ours', async () => {
    const handlers = fakeHandlers();
    handlers.pageMethods.decentrl_identities = {
      ...handlers.pageMethods.decentrl_identities,
      handle: async () => {
        throw new TypeError('secret detail');
      },
    };
    const world = await createWorld(handlers);
    const reply = await world.ask(A, 'decentrl_identities');
    expect(reply).toMatchObject({ error: { code: -32603 } });
    expect(JSON.stringify(reply)).not.toContain('secret');
  });

  it('start a request once though the relay asks twice at a time', async () => {
    const handlers = fakeHandlers();
    let runs = 0;
    handlers.pageMethods.decentrl_identities = {
      ...handlers.pageMethods.decentrl_identities,
      handle: async () => {
        runs += 1;
        await Promise.resolve();
        return [];
      },
    };
    const world = await createWorld(handlers);
    const id = nextId();
    await Promise.all([world.answer(A, id), world.answer(A, id)]);
    expect(runs).toBe(1);
  });
});

describe('the table', () => {
  it('lists for the relay exactly what pages may call', () => {
    expect([...METHOD_NAMES]).toEqual(Object.keys(pageFacts));
    expect([...METHOD_NAMES].sort()).toEqual(Object.keys(pageMethods).sort());
  });

  it('keeps the two audiences apart', () => {
    const both = METHOD_NAMES.filter((method) => method in popupFacts);
    expect(both).toEqual([]);
  });
});
