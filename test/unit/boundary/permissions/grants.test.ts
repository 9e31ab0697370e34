import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPageOrigin } from '../../../../lib/boundary/call/sender.ts';
import { covers, eventTypeCovered } from '../../../../lib/boundary/permissions/caveats.ts';
import { ALICE } from '../../../support/boundary/fake-app.ts';
import { createWorld, nextId } from '../../../support/boundary/world.ts';

const A = 'https://dapp.example';
const DAY = 24 * 60 * 60 * 1000;
const identity = (id = 'p1') => ({
  id,
  name: 'decentrl_identities' as const,
  caveats: [{ type: 'identities', value: [ALICE] }],
});

describe('T-05 permissions are keyed by the exact origin', () => {
  it('and no other spelling of it, no prefix and no suffix finds them', async () => {
    const world = await createWorld();
    await world.app.grants.add(A, [identity()], { duration: 'until-revoked' });
    const hostile = fc.oneof(
      fc.constantFrom(
        `${A}.evil.example`,
        `${A}/`,
        `${A}:443`,
        'https://DAPP.example',
        'https://dapp.example.',
        'https://user@dapp.example',
        'https://dapp.example\\@evil.example',
        'https://dapp.exam\tple',
        'http://dapp.example',
        'https://dapp.example#',
        'https://dаpp.example',
        'https://xn--dpp-5cd.example',
        ' https://dapp.example',
        'https://dapp.example ',
        'null',
        '',
        'https://evil.example/https://dapp.example',
        'https:dapp.example',
        'https:///dapp.example',
        'https://dapp。example',
        'blob:https://dapp.example/1',
        '__proto__',
        'constructor',
      ),
      fc
        .tuple(
          fc.constantFrom('', 'https://', 'https://user:pw@'),
          fc.string(),
          fc.constantFrom(A, 'dapp.example'),
          fc.string(),
        )
        .map((parts) => parts.join('')),
      fc.webUrl(),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const found = await world.app.grants.has({ origin: text }, ['decentrl_identities']);
        expect(found).toBe(text === A);
        if (isPageOrigin(text)) expect(new URL(text).origin).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a value is the authority', () => {
  const now = 1_800_000_000_000;
  const want = { conversationId: 'c1', eventType: 'chat.message', direction: 'out' as const };
  const full = [
    { type: 'contracts', value: ['c1'] },
    { type: 'eventTypes', value: ['chat.*'] },
    { type: 'direction', value: 'both' },
  ];

  it('and its absence, emptiness or another shape is nothing', () => {
    expect(covers('decentrl_events', full, want, now)).toBe(true);
    for (const missing of full) {
      const rest = full.filter((caveat) => caveat !== missing);
      expect(covers('decentrl_events', rest, want, now)).toBe(false);
      for (const value of [[], null, true, {}, '*', 'c1', ['*'], [['c1']]]) {
        expect(covers('decentrl_events', [...rest, { type: missing.type, value }], want, now)).toBe(false);
      }
    }
    expect(covers('decentrl_events', [...full, { type: 'later', value: 1 }], want, now)).toBe(false);
    expect(covers('decentrl_events', [...full, { type: 'contracts', value: ['c2'] }], want, now)).toBe(false);
    expect(covers('decentrl_events', [...full, { type: 'expiry', value: now / 1000 - 1 }], want, now)).toBe(
      false,
    );
    expect(covers('decentrl_events', [...full, { type: 'expiry', value: now / 1000 + 1 }], want, now)).toBe(
      true,
    );
    expect(covers('decentrl_identities', [], { identity: ALICE }, now)).toBe(false);
  });

  it('T-27 covers types exactly or by prefix, never the companion’s own', () => {
    expect(eventTypeCovered(['chat.*'], 'chat.message')).toBe(true);
    expect(eventTypeCovered(['chat.*'], 'chat.')).toBe(false);
    expect(eventTypeCovered(['chat.*'], 'chat')).toBe(false);
    expect(eventTypeCovered(['chat.*'], 'chatter.x')).toBe(false);
    expect(eventTypeCovered(['chat.message'], 'chat.message.x')).toBe(false);
    for (const own of ['decentrl.contract', 'dmtp.x', 'DECENTRL.x', 'decentrl.']) {
      for (const pattern of [own, 'decentrl.*', 'dmtp.*', '.*', '*', 'd.*'])
        expect(eventTypeCovered([pattern], own)).toBe(false);
    }
  });
});

describe('durations', () => {
  it('once is for the visit that asked', async () => {
    const world = await createWorld();
    const page = nextId();
    await world.ask(A, 'decentrl_requestIdentities', {}, { page });
    await world.decide('approve', { duration: 'once' });
    world.die();
    expect(await world.ask(A, 'decentrl_identities', undefined, { page })).toMatchObject({
      result: [{ did: ALICE }],
    });
    expect(await world.ask(A, 'decentrl_identities', undefined, { page: nextId() })).toEqual({ result: [] });
  });

  it('session is gone with storage.session, 30 days after 30 days, unused after 90', async () => {
    const world = await createWorld();
    const has = () => world.app.grants.has({ origin: A }, ['decentrl_identities']);
    await world.app.grants.add(A, [identity()], { duration: 'session' });
    world.die();
    expect(await has()).toBe(true);
    await world.session.clear();
    world.die();
    expect(await has()).toBe(false);

    await world.app.grants.add(A, [identity()], { duration: '30days' });
    world.now += 30 * DAY - 1;
    expect(await has()).toBe(true);
    world.now += 1;
    world.die();
    expect(await has()).toBe(false);

    await world.app.grants.add(A, [identity()], { duration: 'until-revoked' });
    for (let i = 0; i < 3; i++) {
      world.now += 89 * DAY;
      world.die();
      expect(await has()).toBe(true);
    }
    world.now += 90 * DAY;
    world.die();
    expect(await has()).toBe(false);
    expect(await world.popup('sites_list')).toEqual([]);
  });

  it('giving the same permission twice gives it once', async () => {
    const world = await createWorld();
    await world.app.grants.add(A, [identity()], { duration: 'until-revoked' });
    await world.app.grants.add(A, [identity()], { duration: 'until-revoked' });
    expect(await world.app.grants.list({ origin: A })).toHaveLength(1);
  });
});

describe('wallet_requestPermissions', () => {
  it('asks once, inside the caveats never again, outside them again', async () => {
    const world = await createWorld();
    const events = { decentrl_events: { contracts: ['c1'], eventTypes: ['chat.*'], direction: 'both' } };
    expect(await world.ask(A, 'wallet_requestPermissions', events)).toEqual({ pending: true });
    await world.decide('approve', { identityIndexes: [], duration: 'until-revoked' });
    expect(await world.ask(A, 'wallet_requestPermissions', events)).toMatchObject({
      result: [{ parentCapability: 'decentrl_events' }],
    });
    const narrower = {
      decentrl_events: { contracts: ['c1'], eventTypes: ['chat.message'], direction: 'out' },
    };
    expect(await world.ask(A, 'wallet_requestPermissions', narrower)).toMatchObject({ result: [{}] });
    const wider = { decentrl_events: { contracts: ['c1', 'c2'], eventTypes: ['chat.*'] } };
    expect(await world.ask(A, 'wallet_requestPermissions', wider)).toMatchObject({ pending: true });
  });

  it('refuses the companion’s own types, other people’s caveats and what is not offered', async () => {
    const world = await createWorld();
    const cases: [unknown, number][] = [
      [{ decentrl_events: { contracts: ['c'], eventTypes: ['decentrl.*'] } }, 4314],
      [{ decentrl_events: { contracts: [], eventTypes: ['a'] } }, -32602],
      [{ decentrl_events: { eventTypes: ['a'] } }, -32602],
      [{ decentrl_events: { contracts: ['c'] } }, -32602],
      [{ decentrl_events: { contracts: ['c'], eventTypes: ['*'] } }, -32602],
      [{ decentrl_identities: { identities: [ALICE] } }, -32602],
      [{ dmtp_send: {} }, -32602],
      [{ dmtp_send: { eventTypes: ['chat.message'] } }, -32602],
      [{ dmtp_send: { peers: ['0x1'] } }, -32602],
      [{ dmtp_send: { peers: ['0x1'], eventTypes: ['dmtp.x'] } }, 4314],
      [{ eth_accounts: {} }, -32602],
      [{}, -32602],
    ];
    for (const [params, code] of cases) {
      expect([params, await world.ask(A, 'wallet_requestPermissions', params)]).toMatchObject([
        params,
        { error: { code } },
      ]);
    }
  });
});
