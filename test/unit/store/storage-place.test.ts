import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryArea } from '../../../lib/platform/memory-area.ts';
import { createStoragePlace, type StorageBuckets } from '../../../lib/store/storage-place.ts';

/** Buckets in memory; each is asked for as a whole disk that is not thrown away. */
function someBuckets() {
  const factories = new Map<string, IDBFactory>();
  const open = vi.fn<StorageBuckets['open']>(async (name) => {
    const indexedDB = factories.get(name) ?? new IDBFactory();
    factories.set(name, indexedDB);
    return { indexedDB };
  });
  return { buckets: { open }, factories };
}

/** Makes the usual place one that opens nothing, as after a lost file. */
function breakUsual(): void {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
    },
  });
}

const unusable = (canBeginAnew: boolean) => ({ code: 4334, details: { canBeginAnew } });

describe('the place of the database', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is the usual one as long as that opens, whatever is asked', async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    const { buckets } = someBuckets();
    const local = createMemoryArea();
    const place = createStoragePlace({ local, buckets });
    const db = await place.open();
    await db.put('settings', { key: 'a', value: 1 });
    await place.beginAnew();
    await place.remember();
    expect(await (await place.open()).get('settings', 'a')).toEqual({ key: 'a', value: 1 });
    expect(buckets.open).not.toHaveBeenCalled();
  });

  it('R-11 changes only when a person wants it, and then for good', async () => {
    breakUsual();
    const { buckets, factories } = someBuckets();
    const local = createMemoryArea();
    const place = createStoragePlace({ local, buckets });
    await expect(place.open()).rejects.toMatchObject(unusable(true));
    await expect(place.open()).rejects.toMatchObject(unusable(true));
    expect(factories.size).toBe(0);
    await place.beginAnew();
    await (await place.open()).put('settings', { key: 'a', value: 1 });
    expect(buckets.open).toHaveBeenLastCalledWith(expect.any(String), {
      persisted: true,
      durability: 'strict',
    });

    // The usual one opens again; the person's new one stays the one in use, in another worker too.
    vi.stubGlobal('indexedDB', new IDBFactory());
    const other = createStoragePlace({ local, buckets });
    expect(await (await other.open()).get('settings', 'a')).toEqual({ key: 'a', value: 1 });
    await other.beginAnew();
    expect(factories.size).toBe(1);
    await local.clear();
    await other.remember();
    expect(await (await other.open()).get('settings', 'a')).toEqual({ key: 'a', value: 1 });
  });

  it('R-11 stays where the new one does not open either: a full disk is no damage', async () => {
    breakUsual();
    const local = createMemoryArea();
    const full = { open: async () => ({ indexedDB }) };
    const place = createStoragePlace({ local, buckets: full });
    await expect(place.beginAnew()).rejects.toMatchObject(unusable(true));
    expect(await local.get('storage.bucket')).toBeUndefined();
  });

  it('R-11 changes once, however often it is asked at the same time', async () => {
    breakUsual();
    const { buckets, factories } = someBuckets();
    const place = createStoragePlace({ local: createMemoryArea(), buckets });
    await Promise.all([place.beginAnew(), place.beginAnew()]);
    expect(factories.size).toBe(1);
  });

  it('stays where the database is of a newer version, or its place cannot be read', async () => {
    const { buckets, factories } = someBuckets();
    const newer = new DOMException(
      'The requested version is less than the existing version.',
      'VersionError',
    );
    vi.stubGlobal('indexedDB', {
      open() {
        throw newer;
      },
    });
    const place = createStoragePlace({ local: createMemoryArea(), buckets });
    await expect(place.open()).rejects.toMatchObject(unusable(false));
    await expect(place.beginAnew()).rejects.toMatchObject(unusable(false));
    const local = { get: () => Promise.reject(new Error('disk')), set: vi.fn() };
    const lost = createStoragePlace({ local, buckets });
    await expect(lost.open()).rejects.toThrow('disk');
    await expect(lost.beginAnew()).rejects.toThrow('disk');
    expect(local.set).not.toHaveBeenCalled();
    expect(factories.size).toBe(0);
  });

  it('is never the usual one again where a bucket is written down', async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    const local = createMemoryArea({ 'storage.bucket': 'decentrl-1' });
    await expect(createStoragePlace({ local, buckets: undefined }).open()).rejects.toMatchObject(
      unusable(false),
    );
  });

  it('R-11 stays where the browser has no other', async () => {
    breakUsual();
    const local = createMemoryArea();
    const place = createStoragePlace({ local, buckets: undefined });
    await expect(place.open()).rejects.toMatchObject(unusable(false));
    await expect(place.beginAnew()).rejects.toMatchObject(unusable(false));
  });
});
