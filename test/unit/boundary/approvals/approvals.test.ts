import { describe, expect, it } from 'vitest';
import { LockedError } from '../../../../lib/errors/errors.ts';
import { ALICE, fakeHandlers, WORK } from '../../../support/boundary/fake-app.ts';
import { createWorld, nextId, type World } from '../../../support/boundary/world.ts';

const A = 'https://a.example';
const B = 'https://b.example';
const MINUTE = 60_000;

const connect = async (world: World, origin = A, more = {}) => {
  await world.ask(origin, 'decentrl_requestIdentities');
  await world.decide('approve', { duration: 'until-revoked', ...more });
};
type View = { approvalId: string; digest: string; origin: string; request: unknown };
const open = async (world: World) => (await world.popup('approvals_list')) as View[];

describe('two phases', () => {
  it('T-14 store the frozen question with its digest before it is shown', async () => {
    const world = await createWorld();
    let storedWhenShown = '';
    const show = world.app.approvalWindow.show;
    world.app.approvalWindow.show = async () => {
      storedWhenShown = JSON.stringify(world.session.dump());
      await show();
    };
    expect(await world.ask(A, 'decentrl_requestIdentities', { reason: 'To say hello' })).toEqual({
      pending: true,
    });
    expect(storedWhenShown).toContain('To say hello');
    expect(storedWhenShown).toMatch(/"digest":"[0-9a-f]{64}"/);
  });

  it('L-06 give exactly one result though the worker dies at every step', async () => {
    const world = await createWorld();
    const id = nextId();
    expect(await world.ask(A, 'decentrl_requestIdentities', undefined, { id })).toEqual({ pending: true });
    world.die();
    expect(await world.answer(A, id)).toEqual({ pending: true });
    world.die();
    expect(await open(world)).toHaveLength(1);
    world.die();
    await world.decide('approve', { duration: 'until-revoked' });
    world.die();
    const expected = { result: [{ did: ALICE, alias: 'Alice' }], live: true };
    expect(await world.answer(A, id)).toEqual(expected);
    world.die();
    expect(await world.answer(A, id)).toEqual(expected);
    expect(await world.popup('approvals_list')).toEqual([]);
  });

  it('carry on after a wake with what was approved and not done', async () => {
    const handlers = fakeHandlers();
    const performs: string[] = [];
    let dies = true;
    handlers.pageMethods.decentrl_signIn.perform = async (_app, _call, approval) => {
      performs.push(approval.approvalId);
      if (dies) return new Promise<never>(() => undefined);
      return { did: ALICE, message: '{}', signature: 's' };
    };
    const world = await createWorld(handlers);
    await connect(world);
    const id = nextId();
    await world.ask(A, 'decentrl_signIn', { nonce: '12345678' }, { id });
    const [view] = await open(world);
    void world.popup('approvals_decide', { ...view, decision: 'approve' });
    await expect.poll(() => performs.length).toBe(1);
    dies = false;
    world.die();
    await world.app.approvals.resume();
    expect(await world.answer(A, id)).toMatchObject({ result: { did: ALICE } });
    expect(new Set(performs).size).toBe(1);
  });

  it('wait for the unlock when the companion locks between yes and doing, then go on', async () => {
    const handlers = fakeHandlers();
    const { perform } = handlers.pageMethods.decentrl_signIn;
    let locks = true;
    handlers.pageMethods.decentrl_signIn.perform = async (...args) => {
      if (locks) throw new LockedError();
      if (perform === undefined) throw new Error('none');
      return perform(...args);
    };
    const world = await createWorld(handlers);
    await connect(world);
    const id = nextId();
    await world.ask(A, 'decentrl_signIn', { nonce: '12345678' }, { id });
    await world.decide('approve');
    expect(await world.answer(A, id)).toMatchObject({ pending: true });
    locks = false;
    await world.app.approvals.resume();
    expect(await world.answer(A, id)).toMatchObject({ result: { performed: 'decentrl_signIn' } });
  });

  it('ask after unlocking when the page asked while locked', async () => {
    const world = await createWorld();
    await connect(world);
    await world.lock('locked');
    const id = nextId();
    expect(await world.ask(A, 'decentrl_signIn', { nonce: '12345678' }, { id })).toMatchObject({
      pending: true,
    });
    expect(world.shown).toBeGreaterThan(0);
    expect(await open(world)).toEqual([]);
    expect(await world.app.approvals.count()).toBe(1);
    world.die();
    await world.lock('unlocked');
    await world.decide('approve');
    expect(await world.answer(A, id)).toMatchObject({ result: { performed: 'decentrl_signIn' } });
  });

  it('connect while locked: stored and shown, but no yes before the unlock', async () => {
    const world = await createWorld();
    await world.lock('locked');
    await world.ask(A, 'decentrl_requestIdentities');
    await expect(world.decide('approve', { duration: 'session' })).rejects.toMatchObject({ code: 4320 });
    await world.lock('unlocked');
    await world.decide('approve', { duration: 'session' });
    expect(await world.ask(A, 'decentrl_identities')).toMatchObject({ result: [{ did: ALICE }] });
  });
});

describe('the person', () => {
  it('T-13 decides about exactly one question, by id and digest', async () => {
    const world = await createWorld();
    await Promise.all([
      world.ask(A, 'decentrl_requestIdentities'),
      world.ask(B, 'decentrl_requestIdentities'),
    ]);
    const views = await open(world);
    const [a, b] = [views.find(({ origin }) => origin === A), views.find(({ origin }) => origin === B)];
    const answer = {
      approvalId: a?.approvalId,
      decision: 'approve',
      identityIndexes: [0],
      duration: 'session',
    };
    await expect(world.popup('approvals_decide', { ...answer, digest: b?.digest })).rejects.toMatchObject({
      code: -32600,
    });
    await world.popup('approvals_decide', { ...answer, digest: a?.digest });
    expect(await world.ask(A, 'decentrl_identities')).toMatchObject({ result: [{ did: ALICE }] });
    expect(await world.ask(B, 'decentrl_identities')).toEqual({ result: [] });
    await expect(world.popup('approvals_decide', { ...answer, digest: a?.digest })).rejects.toMatchObject({
      code: 4333,
    });
  });

  it('cannot be made to choose what was not offered', async () => {
    const world = await createWorld();
    await world.ask(A, 'decentrl_requestIdentities');
    for (const more of [{ identityIndexes: [7] }, { identityIndexes: [] }]) {
      await expect(world.decide('approve', { duration: 'session', ...more })).rejects.toMatchObject({
        code: -32602,
      });
    }
    await world.decide('approve', { identityIndexes: [1], duration: 'session' });
    expect(await world.ask(A, 'decentrl_identities')).toMatchObject({ result: [{ did: WORK }] });
  });

  it('dismisses nothing that was asked after the window had closed', async () => {
    const world = await createWorld();
    const id = nextId();
    const dismiss = world.app.approvals.dismissal();
    await world.ask(A, 'decentrl_requestIdentities', undefined, { id });
    await dismiss();
    expect(await world.answer(A, id)).toEqual({ pending: true });
    await world.app.approvals.dismissal()();
    expect(await world.answer(A, id)).toMatchObject({ error: { code: 4001 } });
  });

  it('says no, closes the window or does not answer: 4001 with the cause', async () => {
    const world = await createWorld();
    const causes = [
      ['rejected', () => world.decide('reject')],
      ['dismissed', () => world.app.approvals.dismissal()()],
      [
        'timeout',
        async () => {
          world.now += 10 * MINUTE;
        },
      ],
    ] as const;
    for (const [cause, act] of causes) {
      const id = nextId();
      await world.ask(A, 'decentrl_requestIdentities', undefined, { id });
      await act();
      await world.app.approvals.resume();
      expect(await world.answer(A, id)).toMatchObject({ error: { code: 4001, data: { cause } } });
    }
  });

  it('is remembered saying no, until the site is forgotten', async () => {
    const world = await createWorld();
    await world.ask(A, 'decentrl_requestIdentities');
    await world.decide('reject', { remember: true });
    world.die();
    world.now += MINUTE;
    expect(await world.ask(A, 'decentrl_requestIdentities')).toMatchObject({ error: { code: 4001 } });
    expect(await world.popup('sites_list')).toMatchObject([{ origin: A, refused: true }]);
    await world.popup('sites_revoke', { origin: A });
    expect(await world.ask(A, 'decentrl_requestIdentities')).toEqual({ pending: true });
  });

  it('closing a window means dismissed only for the window of the approvals', async () => {
    const world = await createWorld();
    await world.ask(A, 'decentrl_requestIdentities');
    await expect.poll(() => world.shown).toBe(1);
    expect(await world.app.approvalWindow.closed({ windowId: 3 })).toBe(false);
    expect(await world.app.approvalWindow.closed({ tabId: 8 })).toBe(false);
    world.die();
    expect(await world.app.approvalWindow.closed({ windowId: 7 })).toBe(true);
    expect(await world.app.approvalWindow.closed({ windowId: 7 })).toBe(false);
  });
});

describe('T-11 flooding', () => {
  it('joins identical questions: one approval, one answer for all', async () => {
    const world = await createWorld();
    const ids = Array.from({ length: 10 }, nextId);
    for (const id of ids)
      expect(await world.ask(A, 'decentrl_requestIdentities', {}, { id })).toEqual({ pending: true });
    expect(await open(world)).toHaveLength(1);
    await world.decide('approve', { duration: 'session' });
    for (const id of ids) expect(await world.answer(A, id)).toMatchObject({ result: [{ did: ALICE }] });
  });

  it('lets one of a kind and three of an origin wait, two origins apart', async () => {
    const world = await createWorld();
    await connect(world);
    await connect(world, B);
    const ask = (origin: string, method: string, params: unknown) => world.ask(origin, method, params);
    for (const origin of [A, B]) {
      expect(await ask(origin, 'decentrl_signIn', { nonce: '11111111' })).toMatchObject({ pending: true });
      expect(await ask(origin, 'decentrl_signIn', { nonce: '22222222' })).toMatchObject({
        error: { code: -32005 },
      });
      expect(await ask(origin, 'decentrl_openContract', { peer: 'did:x' })).toMatchObject({ pending: true });
      expect(await ask(origin, 'decentrl_revokeContract', { contractId: 'c' })).toMatchObject({
        pending: true,
      });
      expect(await ask(origin, 'decentrl_renewContract', { contractId: 'c' })).toMatchObject({
        error: { code: -32005 },
      });
    }
    expect(await open(world)).toHaveLength(6);
  });

  it('silences an origin for 60 s after three rejections within 30 s; "reject all" counts once', async () => {
    const world = await createWorld();
    await connect(world);
    const sign = (nonce: string) => world.ask(A, 'decentrl_signIn', { nonce });
    await sign('10000000');
    await world.ask(A, 'decentrl_revokeContract', { contractId: 'c' });
    await world.ask(A, 'decentrl_openContract', { peer: 'did:x' });
    await world.popup('approvals_rejectAll', {});
    expect(await sign('20000000')).toMatchObject({ pending: true });
    await world.decide('reject');
    expect(await sign('30000000')).toMatchObject({ pending: true });
    await world.decide('reject');
    world.die();
    world.now += 59_000;
    expect(await sign('40000000')).toMatchObject({ error: { code: 4001 } });
    expect(await world.ask(B, 'decentrl_requestIdentities')).toEqual({ pending: true });
    world.now += 1_000;
    expect(await sign('50000000')).toMatchObject({ pending: true });
  });
});

describe('T-28 a site that is forgotten', () => {
  it('gets 4100 for what waited, and no late success', async () => {
    const handlers = fakeHandlers();
    let finish: (value: { did: string; message: string; signature: string }) => void = () => undefined;
    handlers.pageMethods.decentrl_signIn.perform = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const world = await createWorld(handlers);
    await connect(world);
    const [waits, runs] = [nextId(), nextId()];
    await world.ask(A, 'decentrl_signIn', { nonce: '12345678' }, { id: runs });
    const [view] = await open(world);
    const deciding = world.popup('approvals_decide', { ...view, decision: 'approve' });
    await world.ask(A, 'decentrl_openContract', { peer: 'did:x' }, { id: waits });
    const revoked = world.popup('sites_revoke', { origin: A });
    await expect.poll(() => world.answer(A, runs)).toMatchObject({ error: { code: 4100 } });
    finish({ did: ALICE, message: '{}', signature: 's' });
    await Promise.all([revoked, deciding]);
    expect(await world.answer(A, waits)).toMatchObject({ error: { code: 4100 } });
    expect(await world.answer(A, runs)).toMatchObject({ error: { code: 4100 } });
    expect(await world.ask(A, 'decentrl_identities')).toEqual({ result: [] });
  });

  it('loses everything when it gives its identities back itself', async () => {
    const world = await createWorld();
    await connect(world);
    const id = nextId();
    await world.ask(A, 'decentrl_signIn', { nonce: '12345678' }, { id });
    expect(await world.ask(A, 'wallet_revokePermissions', { decentrl_identities: {} })).toEqual({
      result: null,
    });
    expect(await world.answer(A, id)).toMatchObject({ error: { code: 4100 } });
    expect(await world.ask(A, 'wallet_getPermissions')).toEqual({ result: [] });
  });
});
