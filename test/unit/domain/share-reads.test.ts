import { afterEach, describe, expect, it, vi } from 'vitest';
import { change } from '../../../lib/domain/change.ts';
import { emptyContact } from '../../../lib/domain/records/empty-contact.ts';
import { emptyConversation } from '../../../lib/domain/records/empty-conversation.ts';
import { LockedError } from '../../../lib/errors/errors.ts';
import { domainFixture } from './domain-fixture.ts';

const someone = (name: string) =>
  emptyContact(0, { did: `did:decentrl:${name}`, alias: name, signingKeyMultibase: name }, name, 1);

/** Counts how often all rows of a store were asked of the database. */
function readings(): (store: string) => number {
  const names: string[] = [];
  const original = IDBObjectStore.prototype.getAll;
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...given) {
    names.push(this.name);
    return original.apply(this, given);
  });
  return (store) => names.filter((name) => name === store).length;
}

afterEach(() => vi.restoreAllMocks());

describe('readers of whole tables', () => {
  it('share one reading until a change writes the table, and see that change', async () => {
    const { domain } = await domainFixture();
    const { conversations, contacts } = domain.tables;
    await change(domain, async (tx) => tx.put('conversations', emptyConversation(someone('a'), 1)));
    const count = readings();
    const lists = await Promise.all([conversations.getAll(), conversations.getAll(), conversations.getAll()]);
    expect(lists.map((rows) => rows.length)).toEqual([1, 1, 1]);
    expect(count('conversations')).toBe(1);
    await change(domain, async (tx) => tx.put('contacts', someone('a')));
    await conversations.getAll();
    expect(count('conversations')).toBe(1);
    expect(await contacts.getAll()).toHaveLength(1);
    await change(domain, async (tx) => {
      tx.put('conversations', emptyConversation(someone('b'), 2));
      tx.after(() => void conversations.getAll());
    });
    expect(await conversations.getAll()).toHaveLength(2);
    expect(count('conversations')).toBe(2);
  });

  it('do not keep what was under way when the table was written', async () => {
    const { domain } = await domainFixture();
    const { conversations } = domain.tables;
    const before = conversations.getAll();
    await change(domain, async (tx) => tx.put('conversations', emptyConversation(someone('a'), 1)));
    await before;
    expect(await conversations.getAll()).toHaveLength(1);
  });

  it('get nothing once it is locked, and read anew after the unlock', async () => {
    const { domain, keyring } = await domainFixture();
    await change(domain, async (tx) => tx.put('contacts', someone('a')));
    await domain.tables.contacts.getAll();
    await keyring.lock('person');
    await expect(domain.tables.contacts.getAll()).rejects.toThrow(LockedError);
  });

  it('cannot change what the others see', async () => {
    const { domain } = await domainFixture();
    await change(domain, async (tx) => tx.put('contacts', someone('a')));
    const [row] = await domain.tables.contacts.getAll();
    expect(() => Object.assign(row!, { alias: 'another' })).toThrow(TypeError);
    (await domain.tables.contacts.getAll()).pop();
    expect(await domain.tables.contacts.getAll()).toHaveLength(1);
  });
});
