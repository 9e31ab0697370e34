import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../../lib/errors/errors.ts';
import { openDatabase } from '../../../lib/store/database.ts';
import { eraseDatabase } from '../../../lib/store/erase-database.ts';
import { createPlainTable } from '../../../lib/store/plain-table.ts';
import { STORES } from '../../../lib/store/schema.ts';
import { createSealedTable } from '../../../lib/store/sealed-table.ts';
import { writeTransaction } from '../../../lib/store/write-transaction.ts';
import { fillDisk, freshDatabase, testCipher } from './store-fixture.ts';

interface Contact {
  name: string;
  note: string;
}

async function createContacts() {
  const db = await freshDatabase();
  const damaged: string[] = [];
  const table = createSealedTable<Contact>({
    db,
    storeName: 'contacts',
    cipher: await testCipher(),
    keyOf: (contact) => contact.name,
    onDamaged: (row) => damaged.push(row),
  });
  return { db, table, damaged };
}

describe('sealed table', () => {
  it('gives back what was put, by key, many and all', async () => {
    const { table } = await createContacts();
    await table.put({ name: 'ann', note: 'one' });
    await table.put({ name: 'bob', note: 'two' });
    await table.put({ name: 'ann', note: 'three' });
    expect(await table.get('ann')).toEqual({ name: 'ann', note: 'three' });
    expect(await table.get('eve')).toBe(undefined);
    expect((await table.getMany(['bob', 'eve', 'ann'])).map((each) => each?.note)).toEqual([
      'two',
      undefined,
      'three',
    ]);
    expect(await table.count()).toBe(2);
    await table.delete('ann');
    expect((await table.getAll()).map((each) => each.name)).toEqual(['bob']);
  });

  it('T-31 shows neither keys nor values on the disk', async () => {
    const { db, table } = await createContacts();
    await table.put({ name: 'name-canary', note: 'note-canary' });
    const rows = await db.getAll('contacts');
    expect(
      JSON.stringify(rows.map((row) => [row.key, String.fromCharCode(...row.ciphertext)])),
    ).not.toContain('canary');
  });

  it('does not open a row that was moved to another key, and hides no other row for it', async () => {
    const { db, table, damaged } = await createContacts();
    await table.put({ name: 'ann', note: 'trusted' });
    await table.put({ name: 'eve', note: 'not' });
    const [ann, eve] = await Promise.all(['ann', 'eve'].map((name) => table.rowKey(name)));
    const row = (await db.get('contacts', eve!))!;
    await db.put('contacts', { ...row, key: ann! });
    await expect(table.get('ann')).rejects.toThrow(StorageError);
    expect((await table.getAll()).map((each) => each.name)).toEqual(['eve']);
    expect(damaged).toEqual([ann]);
  });

  it('takes part in a transaction with other stores: all or nothing', async () => {
    const { db, table } = await createContacts();
    const row = await table.seal({ name: 'ann', note: 'one' });
    const work = writeTransaction(db, ['contacts', 'meta'], async (tx) => {
      await table.putSealed(tx, row);
      await tx.objectStore('meta').put({ key: 'm', value: 1 });
      throw new RangeError('on purpose');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await table.count()).toBe(0);
    expect(await db.count('meta')).toBe(0);
  });
});

describe('full disk', () => {
  it('L-15 is told as StorageError, changes nothing, and reading goes on', async () => {
    const { db, table } = await createContacts();
    const settings = createPlainTable<string>(db, 'settings');
    await table.put({ name: 'ann', note: 'one' });
    await settings.put('theme', 'dark');
    const makeRoom = fillDisk();
    try {
      await expect(table.put({ name: 'ann', note: 'two' })).rejects.toThrow(StorageError);
      await expect(settings.put('theme', 'light')).rejects.toMatchObject({ code: 4332 });
      expect(await table.get('ann')).toEqual({ name: 'ann', note: 'one' });
      expect(await settings.get('theme')).toBe('dark');
    } finally {
      makeRoom();
    }
    await table.put({ name: 'ann', note: 'two' });
    expect(await table.get('ann')).toEqual({ name: 'ann', note: 'two' });
  });
});

describe('database', () => {
  it('L-19 upgrades an older database without touching what is there, and twice is once', async () => {
    const name = 'upgrade';
    const old = await openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('settings', { keyPath: 'key' });
        db.createObjectStore('segments', { keyPath: 'firstCursor' });
      },
    });
    await old.put('settings', { key: 'theme', value: 'dark' });
    old.close();
    for (const version of [2, 3]) {
      const db = await openDatabase(name, version);
      expect([...db.objectStoreNames].sort()).toEqual(STORES.map((store) => store.name).sort());
      expect([...db.transaction('segments').store.indexNames]).toEqual(['conversations']);
      expect(await db.get('settings', 'theme')).toEqual({ key: 'theme', value: 'dark' });
      db.close();
    }
  });

  it('L-19 an upgrade that dies half-way never happened', async () => {
    const name = 'killed-upgrade';
    const dying = openDB(name, 1, {
      upgrade(db, _old, _new, transaction) {
        db.createObjectStore('settings', { keyPath: 'key' });
        transaction.done.catch(() => undefined);
        transaction.abort();
      },
    });
    await expect(dying).rejects.toThrow();
    const db = await openDatabase(name);
    expect(db.objectStoreNames).toHaveLength(STORES.length);
    db.close();
  });

  it('steps aside for a newer version of itself', async () => {
    const first = await openDatabase('blocking', 1);
    const second = await openDatabase('blocking', 2);
    expect(() => first.transaction('settings')).toThrow();
    second.close();
  });

  it('erases every store but the ones to keep', async () => {
    const db = await freshDatabase();
    await db.put('settings', { key: 'theme', value: 'dark' });
    await db.put('meta', { key: 'm', value: 1 });
    await eraseDatabase(db, ['settings']);
    expect([await db.count('settings'), await db.count('meta')]).toEqual([1, 0]);
    await eraseDatabase(db);
    expect(await db.count('settings')).toBe(0);
  });
});
