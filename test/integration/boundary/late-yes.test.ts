import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex, randomBytes } from '../../../lib/crypto/bytes.ts';
import { makeWallet } from '../../support/held-personas.ts';
import { PASSWORD } from '../../support/node-companion.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { createScopeWorld, type Permissions, type ScopeWorld } from './scope-world.ts';

const anotherId = () => hex(randomBytes(16));

describe('T-28 a yes after what it rests on was taken away', () => {
  let world: ScopeWorld;
  beforeAll(async () => {
    world = await createScopeWorld();
  }, 120_000);
  afterAll(() => world?.stop());

  /** Everything the questions below could change. */
  const state = async () => {
    const { tables } = world.alice.app;
    return JSON.stringify([
      await tables.contacts.getAll(),
      await tables.requests.getAll(),
      await tables.held_sent.getAll(),
      await tables.wallets.getAll(),
    ]);
  };

  const somebodyElse = () => ({ type: 'peers', value: world.unknown.dids });
  const contractsOfOthers = (): Permissions => ({
    ...world.everything,
    decentrl_contracts: [somebodyElse()],
  });
  const anotherIdentity = (): Permissions => ({
    ...world.everything,
    decentrl_identities: [{ type: 'identities', value: [world.workDid] }],
  });
  const anotherWallet = (): Permissions => ({
    ...world.everything,
    dmtp_send: [
      { type: 'peers', value: [world.unknown.address] },
      { type: 'eventTypes', value: ['chat.*'] },
    ],
  });

  const cases: [method: string, params: () => unknown, left: () => Permissions][] = [
    ['decentrl_acceptContract', () => ({ requestId: world.known.requestId }), contractsOfOthers],
    ['decentrl_declineContract', () => ({ requestId: world.known.requestId }), contractsOfOthers],
    ['decentrl_renewContract', () => ({ contractId: world.known.conversationId }), contractsOfOthers],
    ['decentrl_revokeContract', () => ({ contractId: world.known.conversationId }), contractsOfOthers],
    ['decentrl_signIn', () => ({ nonce: 'n0nce-123456' }), anotherIdentity],
    ['decentrl_openContract', () => ({ peer: world.unknown.dids[0] }), anotherIdentity],
    ['dmtp_prepareLink', () => ({ address: makeWallet().address, chainId: 137 }), anotherIdentity],
    ['dmtp_sendMessage', () => message(), anotherWallet],
    ['dmtp_sendMessage', () => message(), anotherIdentity],
  ];
  const message = () => ({
    to: world.known.address,
    content: { type: 'chat.message', body: { content: 'hello' } },
    allowHeld: true,
  });

  for (const [method, params, left] of cases) {
    for (const [what, narrow] of [
      ['was narrowed', left],
      ['was revoked', () => ({}) as Permissions],
    ] as const) {
      it(`does nothing for ${method} when it ${what} (${left.name})`, async () => {
        await world.permit(world.everything);
        const id = anotherId();
        expect(await world.page(method, params(), id)).toMatchObject({ pending: true });
        const before = await state();
        await world.permit(narrow());
        expect(await world.approve()).toBe(4100);
        expect(await state()).toBe(before);
        // `live` says that a port is worth keeping, not what was answered.
        const { live: _, ...answer } = await world.page(method, params(), id);
        expect(answer).toMatchObject({ error: { code: 4100 } });
      });
    }
  }

  it('asks no question that an unlock comes too late for', async () => {
    await world.permit(world.everything);
    await world.alice.popup('vault_lock', undefined);
    const id = anotherId();
    const params = { requestId: world.known.requestId };
    expect(await world.page('decentrl_acceptContract', params, id)).toMatchObject({ pending: true });
    await world.permit(contractsOfOthers());
    await world.alice.popup('vault_unlock', { password: PASSWORD });
    await waitUntil('the answer', async () => {
      const reply = await world.alice.page('https://dapp.example', 'decentrl_acceptContract', params, id);
      return 'error' in reply && reply.error.code === 4100;
    });
    expect(await world.alice.popup('approvals_list', undefined)).toEqual([]);
  });
});

describe('perMinute', () => {
  let world: ScopeWorld;
  beforeAll(async () => {
    world = await createScopeWorld();
  }, 120_000);
  afterAll(() => world?.stop());

  const once = () => {
    const { dmtp_send, decentrl_events, ...rest } = world.everything;
    const limit = { type: 'perMinute', value: 1 };
    return { ...rest, dmtp_send: [...dmtp_send, limit], decentrl_events: [...decentrl_events, limit] };
  };
  const message = () => ({
    to: world.known.address,
    content: { type: 'chat.message', body: { content: 'hello' } },
    allowHeld: true,
  });

  it('is counted once for a request that asks a person', async () => {
    await world.permit(once());
    expect(await world.page('dmtp_sendMessage', message())).toMatchObject({ pending: true });
    expect(await world.approve()).toBeNull();
    expect(await world.page('dmtp_sendMessage', message())).toMatchObject({ error: { code: -32005 } });
  });

  it('is counted once for a request that waits for the unlock', async () => {
    await world.permit(once());
    await world.alice.popup('vault_lock', undefined);
    expect(await world.page('dmtp_sendMessage', message())).toMatchObject({ pending: true });
    await world.alice.popup('vault_unlock', { password: PASSWORD });
    await waitUntil(
      'the question',
      async () => (await world.alice.popup('approvals_list', undefined)).length === 1,
    );
    expect(await world.approve()).toBeNull();
  });

  it('is counted once for a request that the relay asks again', async () => {
    await world.permit(once());
    const event = {
      contractId: world.known.conversationId,
      type: 'chat.message',
      data: { content: 'hello' },
    };
    const id = anotherId();
    const first = await world.page('decentrl_sendEvent', event, id);
    expect(first).toMatchObject({ result: { state: 'queued' } });
    // The worker died before its answer arrived.
    expect(await world.page('decentrl_sendEvent', event, id)).toEqual(first);
    expect(await world.page('decentrl_sendEvent', event)).toMatchObject({ error: { code: -32005 } });
  });
});
