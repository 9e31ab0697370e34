import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSegments, SEGMENT_STORES, type SegmentEntry } from '../../../lib/store/segments.ts';
import { writeTransaction } from '../../../lib/store/write-transaction.ts';
import { freshDatabase, testCipher } from './store-fixture.ts';

async function createHistory() {
  const db = await freshDatabase();
  const damaged: number[] = [];
  const cipher = await testCipher();
  const segments = createSegments<string>({ db, cipher, onDamaged: (cursor) => damaged.push(cursor) });
  const append = async (entries: SegmentEntry<string>[]) => {
    const sealed = await segments.seal(entries);
    return writeTransaction(db, SEGMENT_STORES, (tx) => segments.append(tx, sealed));
  };
  return { db, cipher, segments, append, damaged };
}

async function collect<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}

const batches = fc.array(
  fc.array(fc.record({ conversation: fc.constantFrom('a', 'b', 'c'), value: fc.string() }), {
    minLength: 1,
    maxLength: 6,
  }),
  { maxLength: 30 },
);

describe('segments', () => {
  it('behave like one list: every read of it, for any batches, limits and starting points', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(120), fc.integer({ min: 1, max: 20 }), async (written, at, limit) => {
        const { segments, append, db } = await createHistory();
        for (const batch of written) await append(batch);
        const list = written.flat().map((entry, index) => ({ ...entry, cursor: index + 1 }));
        expect(await segments.lastCursor()).toBe(list.length);
        expect(await collect(segments.scan())).toEqual(list.toReversed());
        expect(await segments.readSince(at, limit)).toEqual(
          list.filter((entry) => entry.cursor > at).slice(0, limit),
        );
        for (const conversation of ['a', 'b', 'none']) {
          const own = list.filter((entry) => entry.conversation === conversation).toReversed();
          expect(await segments.readConversation(conversation, { limit })).toEqual(own.slice(0, limit));
          const before = own.filter((entry) => entry.cursor < at);
          expect(await segments.readConversation(conversation, { before: at, limit })).toEqual(
            before.slice(0, limit),
          );
          expect(await collect(segments.scan({ conversation, before: at }))).toEqual(before);
        }
        db.close();
      }),
      { numRuns: 60 },
    );
  });

  it('behave the same after rows were merged, also under a reader, and when a merge runs twice', async () => {
    const { db, segments, append } = await createHistory();
    const list: (SegmentEntry<string> & { cursor: number })[] = [];
    const write = async (count: number) => {
      for (let n = 0; n < count; n++) {
        const entry = { conversation: n % 3 === 0 ? 'a' : 'b', value: String(list.length) };
        list.push({ ...entry, cursor: (await append([entry])).firstCursor });
      }
    };
    await write(300);
    const scan = segments.scan();
    const read = [(await scan.next()).value];
    while ((await Promise.all([segments.compact(), segments.compact()])).some((more) => more));
    read.push(...(await collect(scan)));
    expect(read).toEqual(list.toReversed());
    expect(await db.count('segments')).toBeLessThan(10);
    await write(100);
    while (await segments.compact());
    expect(await db.count('segments')).toBeLessThan(12);
    expect(await collect(segments.scan())).toEqual(list.toReversed());
    for (const at of [0, 5, 127, 128, 129, 250, 399]) {
      expect(await segments.readSince(at, 150)).toEqual(
        list.filter((entry) => entry.cursor > at).slice(0, 150),
      );
      const own = list.filter((entry) => entry.conversation === 'a' && entry.cursor < at).toReversed();
      expect(await segments.readConversation('a', { before: at, limit: 20 })).toEqual(own.slice(0, 20));
    }
    expect(await append([{ conversation: 'a', value: 'next' }])).toEqual({
      firstCursor: 401,
      lastCursor: 401,
    });
  });

  it('keeps a batch in rows of a size, and merges none beyond it', async () => {
    const { db, segments, append } = await createHistory();
    const long = (n: number) => ({ conversation: 'a', value: `${n} `.padEnd(1_500, 'x') });
    expect(await append(Array.from({ length: 200 }, (_, n) => long(n)))).toEqual({
      firstCursor: 1,
      lastCursor: 200,
    });
    await append([{ conversation: 'a', value: 'x'.repeat(100_000) }]);
    for (let n = 201; n < 281; n++) await append([long(n)]);
    while (await segments.compact());
    const sizes = (await db.getAll('segments')).map(({ ciphertext }) => ciphertext.length);
    expect(sizes.filter((size) => size > 64 * 1024)).toHaveLength(1);
    expect(sizes.length).toBeLessThan(15);
    const values = (await collect(segments.scan())).map(({ value }) => value.split(' ')[0]);
    expect(values.toReversed().with(200, '200')).toEqual(Array.from({ length: 281 }, (_, n) => String(n)));
  });

  it('L-14 numbers nothing twice when writers overlap', async () => {
    const { segments, append } = await createHistory();
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        append([
          { conversation: 'a', value: `${n}.0` },
          { conversation: 'b', value: `${n}.1` },
        ]),
      ),
    );
    const cursors = made
      .flatMap(({ firstCursor, lastCursor }) => [firstCursor, lastCursor])
      .sort((a, b) => a - b);
    expect(cursors).toEqual(Array.from({ length: 80 }, (_, at) => at + 1));
    expect(await collect(segments.scan())).toHaveLength(80);
  });

  it('an aborted transaction leaves no entry and uses up no number', async () => {
    const { db, segments, append } = await createHistory();
    await append([{ conversation: 'a', value: 'first' }]);
    const sealed = await segments.seal([{ conversation: 'a', value: 'lost' }]);
    const failing = writeTransaction(db, SEGMENT_STORES, async (tx) => {
      await segments.append(tx, sealed);
      throw new RangeError('on purpose');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await append([{ conversation: 'a', value: 'second' }])).toEqual({ firstCursor: 2, lastCursor: 2 });
    expect((await segments.readConversation('a', { limit: 9 })).map((entry) => entry.value)).toEqual([
      'second',
      'first',
    ]);
  });

  it('stops reading when the reader has enough', async () => {
    const { db, segments, append } = await createHistory();
    for (let n = 0; n < 200; n++) await append([{ conversation: 'a', value: String(n) }]);
    let opened = 0;
    const cipher = await testCipher();
    const counting = createSegments<string>({
      db,
      cipher: {
        ...cipher,
        open(...args) {
          opened += 1;
          return cipher.open(...args);
        },
      },
    });
    expect(await counting.readConversation('a', { limit: 3 })).toHaveLength(3);
    expect(opened).toBeLessThanOrEqual(4);
    expect(await segments.readConversation('a', { limit: 0 })).toEqual([]);
  });

  it('reads around a damaged row and says which', async () => {
    const { db, segments, append, damaged } = await createHistory();
    for (const value of ['1', '2', '3']) await append([{ conversation: 'a', value }]);
    const row = (await db.get('segments', 2))!;
    await db.put('segments', {
      ...row,
      ciphertext: row.ciphertext.map((byte, at) => (at === 20 ? byte ^ 1 : byte)),
    });
    expect((await collect(segments.scan())).map((entry) => entry.value)).toEqual(['3', '1']);
    expect(damaged).toEqual([2]);
  });

  it('T-31 shows neither conversations nor texts on the disk', async () => {
    const { db, append } = await createHistory();
    await append([{ conversation: 'conversation-canary', value: 'text-canary' }]);
    const rows = JSON.stringify(await db.getAll('segments'), (_, value) =>
      value instanceof Uint8Array ? String.fromCharCode(...value) : value,
    );
    expect(rows).not.toContain('canary');
  });

  it('refuses empty and oversized batches', async () => {
    const { segments } = await createHistory();
    await expect(segments.seal([])).rejects.toThrow(RangeError);
    const many = Array.from({ length: 1001 }, () => ({ conversation: 'a', value: '' }));
    await expect(segments.seal(many)).rejects.toThrow(RangeError);
  });
});
