import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroupCommit, type GroupCommit } from '../../../../../mediator/store/database/group-commit.ts';
import type { Database, Tx } from '../../../../../mediator/store/database/schema.ts';
import { openDatabase } from '../../../../../mediator/store/open-database.ts';
import { createNonces } from '../../../../../mediator/store/replay/nonces.ts';

let directory: string;
let db: Database;
let store: GroupCommit;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'store-'));
  db = await openDatabase(join(directory, 'mediator.db'));
  store = createGroupCommit(db, 4);
});
afterEach(async () => {
  await store.close();
  await db.destroy();
  rmSync(directory, { recursive: true });
});

const write = (tx: Tx, sender: string) =>
  tx.insertInto('request_log').values({ sender_key: sender, created_at: 1 }).execute();
const written = async () => {
  const rows = await db.selectFrom('request_log').select('sender_key').orderBy('id').execute();
  return rows.map((row) => row.sender_key);
};

describe('group commit', () => {
  it('runs everything in order, in as many groups as it takes', async () => {
    const names = Array.from({ length: 11 }, (_, i) => `s${i}`);
    const replies = await Promise.all(
      names.map((name) => store.change((tx) => write(tx, name).then(() => name))),
    );
    expect(replies).toEqual(names);
    expect(await written()).toEqual(names);
  });

  it('undoes only what fails, and not what came first', async () => {
    const outcomes = await Promise.allSettled([
      store.change((tx) => write(tx, 'one')),
      store.change(
        async (tx) => {
          await write(tx, 'undone');
          throw new Error('refused');
        },
        async (tx) => void (await write(tx, 'nonce')),
      ),
      store.change((tx) => write(tx, 'two')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await written()).toEqual(['one', 'nonce', 'two']);
  });

  it('answers nobody when the group cannot be committed, and goes on afterwards', async () => {
    const broken: Database = Object.assign(Object.create(db), {
      transaction: () => ({
        execute: (run: (tx: Tx) => Promise<unknown>) =>
          db.transaction().execute(async (tx) => {
            await run(tx);
            throw new Error('disk full');
          }),
      }),
    });
    const failing = createGroupCommit(broken);
    const outcomes = await Promise.allSettled(
      ['a', 'b'].map((name) => failing.change((tx) => write(tx, name))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await written()).toEqual([]);
    await store.change((tx) => write(tx, 'later'));
    expect(await written()).toEqual(['later']);
  });

  it('finishes what waits when it closes, and takes nothing more', async () => {
    const waiting = ['a', 'b', 'c'].map((name) => store.change((tx) => write(tx, name)));
    await store.close();
    await Promise.all(waiting);
    expect(await written()).toEqual(['a', 'b', 'c']);
    await expect(store.change((tx) => write(tx, 'd'))).rejects.toThrow('closed');
  });
});

describe('nonces', () => {
  const burn = (nonces: ReturnType<typeof createNonces>, sender: string, nonce: string, timestamp = 5) =>
    store.change((tx) => nonces.burn(tx, sender, nonce, timestamp));

  it('are burnt once for each sender, whatever timestamp they come with', async () => {
    const nonces = createNonces();
    expect(await burn(nonces, 'a', 'n')).toBe(true);
    expect(await burn(nonces, 'a', 'n')).toBe(false);
    expect(await burn(nonces, 'a', 'n', 6)).toBe(false);
    expect(await burn(nonces, 'b', 'n')).toBe(true);
  });

  it('T-49 stay burnt for a replay after a restart, and when memory has forgotten them', async () => {
    await burn(createNonces(), 'a', 'n');
    expect(await burn(createNonces(), 'a', 'n')).toBe(false);
    const small = createNonces(1);
    await burn(small, 'a', 'x');
    await burn(small, 'a', 'y');
    expect(await burn(small, 'a', 'x')).toBe(false);
  });
});
