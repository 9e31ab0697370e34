import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bind,
  fetchHeld,
  fetchSent,
  type Letter,
  leaveLetter,
  makeWallet,
  rekeyItem,
  resolve,
  savePayload,
  takeOver,
  writeLetter,
} from '../../support/held-personas.ts';
import { ask, codeOf, newcomer, nowSeconds, type TestIdentity } from '../../support/mediator-client.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

let escrow: RunningMediator;
let alice: TestIdentity;

beforeAll(async () => {
  const limits = {
    unauthenticated_per_minute: 100_000,
    not_reencrypted_seconds: 1,
    unconfirmed_seconds: 2,
    held_ended_seconds: 6,
    held_sweep_ms: 200,
  };
  escrow = await startMediator({ env: { ESCROW: '1' }, limits });
  alice = await newcomer(escrow, 'alice');
});
afterAll(() => escrow.stop());

const stateOf = async ({ record }: Letter) =>
  (await fetchSent(escrow, alice)).find(({ id }) => id === record.id)?.state;
const secretsOf = ({ cid }: Letter) =>
  inDatabase(escrow, async (tx) => ({
    record: (await tx.selectFrom('held_messages').select('record').where('cid', '=', cid).executeTakeFirst())
      ?.record,
    shares: (
      await tx
        .selectFrom('held_shares as s')
        .innerJoin('held_messages as m', 'm.seq', 's.message')
        .select('s.kind')
        .where('m.cid', '=', cid)
        .execute()
    ).length,
  }));

describe('a message nobody fetched in time', () => {
  it('is EXPIRED and bounces: its record and share are gone, its row says so, its id stays known', async () => {
    const wallet = makeWallet();
    const letter = await leaveLetter(escrow, alice, wallet.address, { notAfter: nowSeconds() + 2 });
    expect(await stateOf(letter)).toBe('HELD');
    await waitUntil('it expires', async () => (await stateOf(letter)) === 'EXPIRED');
    await waitUntil('it is swept', async () => (await secretsOf(letter)).record === null);
    expect(await secretsOf(letter)).toEqual({ record: null, shares: 0 });
    expect(await codeOf(escrow, alice, savePayload(letter))).toBe('SUCCESS');
    const bob = await newcomer(escrow, 'bob');
    await bind(escrow, bob, wallet);
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    expect(await ask(escrow, alice, { type: 'WITHDRAW_HELD_MESSAGE', id: letter.record.id })).toEqual({
      state: 'EXPIRED',
    });
    await waitUntil('its row goes', async () => (await stateOf(letter)) === undefined);
  });
});

describe('a message that was withdrawn', () => {
  it('is handed over to nobody, and its record and share are gone', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const letter = await leaveLetter(escrow, alice, wallet.address);
    const withdraw = { type: 'WITHDRAW_HELD_MESSAGE' as const, id: letter.record.id };
    expect(await ask(escrow, alice, withdraw)).toEqual({ state: 'WITHDRAWN' });
    expect(await ask(escrow, alice, withdraw)).toEqual({ state: 'WITHDRAWN' });
    expect(await secretsOf(letter)).toEqual({ record: null, shares: 0 });
    await bind(escrow, bob, wallet);
    expect(await fetchHeld(escrow, bob)).toEqual([]);
  });
});

describe('a message that was served and never encrypted anew', () => {
  it('ends as NOT_REENCRYPTED, and is then too late', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const letter = await leaveLetter(escrow, alice, wallet.address, { notAfter: nowSeconds() + 3 });
    await bind(escrow, bob, wallet);
    const [row] = await fetchHeld(escrow, bob);
    if (!row) throw new Error('nothing was served');
    const item = await rekeyItem(row, bob);
    await waitUntil('it ends', async () => (await stateOf(letter)) === 'NOT_REENCRYPTED');
    expect(await secretsOf(letter)).toEqual({ record: null, shares: 0 });
    expect(await ask(escrow, bob, { type: 'REKEY_HELD_MESSAGES', items: [item] })).toEqual({ items: [] });
  });
});

describe('a message whose sender does not come back', () => {
  it('ends as UNCONFIRMED', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const letter = await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    await takeOver(escrow, bob);
    expect(await stateOf(letter)).toBe('REKEYED');
    await waitUntil('it ends', async () => (await stateOf(letter)) === 'UNCONFIRMED');
    const { id } = letter.record;
    expect(await ask(escrow, alice, { type: 'CONFIRM_HELD_MESSAGES', items: [{ id, ok: true }] })).toEqual({
      items: [{ id, state: 'UNCONFIRMED' }],
    });
  });
});

describe('an epoch', () => {
  it('B-03 gives each address another key, the same for everybody who asks', async () => {
    const [one, other] = [makeWallet().address, makeWallet().address];
    const bob = await newcomer(escrow, 'bob');
    const first = (await resolve(escrow, alice, one)).answer.epoch;
    expect((await resolve(escrow, bob, one)).answer.epoch).toEqual(first);
    const second = (await resolve(escrow, alice, other)).answer.epoch;
    expect(second?.kid).toBe(first?.kid);
    expect(second?.public_key).not.toBe(first?.public_key);
  });

  it('B-03 is replaced after its time, and destroyed once nothing names it', async () => {
    const wallet = makeWallet();
    const letter = await leaveLetter(escrow, alice, wallet.address);
    const kid = letter.shares[0]?.kid ?? '';
    const id = kid.slice(0, kid.lastIndexOf('.'));
    const late = await writeLetter(escrow, alice, makeWallet().address);
    // As after thirty days: its end is set back, nothing else.
    await inDatabase(escrow, (tx) =>
      tx.updateTable('held_epochs').set({ handed_until: 1 }).where('id', '=', id).execute(),
    );
    const next = await waitUntil('a new epoch is handed out', async () => {
      const { epoch } = (await resolve(escrow, alice, makeWallet().address)).answer;
      return epoch && epoch.kid !== kid ? epoch : null;
    });
    expect(next.kid).not.toBe(kid);
    const masterOf = async () =>
      (
        await inDatabase(escrow, (tx) =>
          tx.selectFrom('held_epochs').select('master').where('id', '=', id).executeTakeFirst(),
        )
      )?.master;
    expect(await masterOf()).not.toBeNull();
    await bindAndTakeOver(wallet);
    await drain(id);
    await waitUntil('its master is destroyed', async () => (await masterOf()) === null);
    expect(await codeOf(escrow, alice, savePayload(late))).toBe('NOT_FOUND');
  });

  async function bindAndTakeOver(wallet: ReturnType<typeof makeWallet>) {
    const bob = await newcomer(escrow, 'bob');
    await bind(escrow, bob, wallet);
    await takeOver(escrow, bob);
  }

  /** Other tests of this file left messages in the same epoch. */
  async function drain(epochId: string) {
    for (const row of await fetchSent(escrow, alice)) {
      if (row.state === 'HELD') await ask(escrow, alice, { type: 'WITHDRAW_HELD_MESSAGE', id: row.id });
    }
    await waitUntil('nothing names the epoch', async () => {
      const rows = await inDatabase(escrow, (tx) =>
        tx.selectFrom('held_shares').select('message').where('epoch_id', '=', epochId).execute(),
      );
      return rows.length === 0;
    });
  }
});
