import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fetchHeld,
  fetchSent,
  type Letter,
  makeWallet,
  prepareBinding,
  rekeyItem,
  savePayload,
  writeLetter,
} from '../../support/held-personas.ts';
import { ask, newcomer, type TestIdentity } from '../../support/mediator-client.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const COUNT = 24;
const PAGE = 6;
const env = { ESCROW: '1' };
let escrow: RunningMediator;

beforeAll(async () => {
  escrow = await startMediator({ env });
});
afterAll(() => escrow.stop());

async function revive(): Promise<void> {
  escrow = await startMediator({ env, dataDir: escrow.dataDir, port: escrow.port });
}

/** Does something, kills the escrow `after` milliseconds into it, and does it again once it is back. */
async function killed<T>(after: number, step: () => Promise<T>): Promise<T> {
  const first = step().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, after));
  await escrow.kill();
  await first;
  await revive();
  return step();
}

describe('R-18 an escrow killed in every step of a hand-over', () => {
  it('ends with everything confirmed: nothing lost, nothing twice, no share left; again it is a no-op', async () => {
    const alice: TestIdentity = await newcomer(escrow, 'alice');
    const bob = await newcomer(escrow, 'bob');
    const wallet = makeWallet();
    const letters: Letter[] = [];
    for (let n = 0; n < COUNT; n++) letters.push(await writeLetter(escrow, alice, wallet.address));

    const save = () =>
      Promise.all(letters.map((letter) => ask<'SAVE_HELD_MESSAGE'>(escrow, alice, savePayload(letter))));
    const receipts = await killed(30, save);
    expect(await save()).toEqual(receipts);

    const registration = await prepareBinding(escrow, bob, wallet);
    const register = () => ask<'REGISTER_ADDRESS_BINDING'>(escrow, bob, registration);
    const registered = await killed(10, register);
    expect(await register()).toEqual(registered);

    const rows = await killed(20, () => fetchHeld(escrow, bob, PAGE));
    expect(rows.map(({ id }) => id).sort()).toEqual(letters.map(({ record }) => record.id).sort());

    // Each try encrypts anew, as a recipient does that died before it wrote anything down.
    const rekey = async () => {
      for (const row of await fetchHeld(escrow, bob, PAGE)) {
        const items = [await rekeyItem(row, bob)];
        await ask(escrow, bob, { type: 'REKEY_HELD_MESSAGES', items });
      }
    };
    await killed(60, rekey);
    await killed(5, rekey);
    expect(await fetchHeld(escrow, bob)).toEqual([]);

    const confirm = async () => {
      const items = (await fetchSent(escrow, alice)).map(({ id }) => ({ id, ok: true }));
      return ask<'CONFIRM_HELD_MESSAGES'>(escrow, alice, { type: 'CONFIRM_HELD_MESSAGES', items });
    };
    const confirmed = await killed(10, confirm);
    expect(confirmed.items.map(({ state }) => state)).toEqual(Array(COUNT).fill('CONFIRMED'));
    expect(await confirm()).toEqual(confirmed);

    const left = await inDatabase(escrow, async (tx) => ({
      shares: await tx.selectFrom('held_shares').selectAll().execute(),
      records: await tx.selectFrom('held_messages').select('seq').where('record', 'is not', null).execute(),
      messages: await tx.selectFrom('held_messages').select('seq').execute(),
      listed: await tx.selectFrom('listed_cids').select('cid').execute(),
      published: await tx.selectFrom('published_blocks').select('cid').execute(),
    }));
    expect(left.shares).toEqual([]);
    expect(left.records).toEqual([]);
    expect(left.messages).toHaveLength(COUNT);
    expect(left.listed).toHaveLength(2 * COUNT);
    expect(left.published).toHaveLength(COUNT);
    // Six starts of a process.
  }, 300_000);
});
