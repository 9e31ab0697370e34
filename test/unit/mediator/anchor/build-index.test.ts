import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawCid } from '../../../../lib/protocol/cid.ts';
import { parseIndexFile } from '../../../../lib/protocol/index-file.ts';
import { buildIndex } from '../../../../mediator/anchor/build-index.ts';
import { listCid } from '../../../../mediator/store/anchor/list-cid.ts';
import type { Database, Tx } from '../../../../mediator/store/database/schema.ts';
import { openDatabase } from '../../../../mediator/store/open-database.ts';

const NOON = 1_800_000_000;
const EVERY = { intervalSeconds: 600, count: 1_000 };

let db: Database;
beforeEach(async () => {
  db = await openDatabase(':memory:');
});
afterEach(() => db.destroy());

const within = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
const build = (now: number, batching = EVERY) => within((tx) => buildIndex(tx, { ...batching, now }));

async function list(count: number, now: number, rooms = 1): Promise<string[]> {
  const names = Array.from({ length: rooms }, () => randomBytes(32).toString('hex'));
  const cids = Array.from({ length: count }, () => rawCid(randomBytes(32)));
  await within(async (tx) => {
    for (const [at, cid] of cids.entries()) {
      await listCid(tx, { cid, roomId: names[at % rooms] as string, now });
    }
  });
  return cids;
}

async function files(): Promise<{ bytes: number; cids: string[] }[]> {
  const rows = await db
    .selectFrom('index_files')
    .innerJoin('published_blocks', 'published_blocks.cid', 'index_files.cid')
    .select('published_blocks.bytes')
    .orderBy('index_files.id')
    .execute();
  return rows.map(({ bytes }) => ({
    bytes: bytes.length,
    cids: Object.values(parseIndexFile(Uint8Array.from(bytes))).flat(),
  }));
}

describe('index files', () => {
  it('are made at whole multiples of the interval, of what was listed before', async () => {
    await list(1, NOON + 10);
    expect(await build(NOON + 599)).toBe(0);
    await list(1, NOON + 600);
    expect(await build(NOON + 600)).toBe(1);
    expect(await build(NOON + 601)).toBe(0);
    expect(await build(NOON + 1_200)).toBe(1);
    expect(await build(NOON + 9_999)).toBe(0);
  });

  it('are made earlier when the count is full, at most once a minute', async () => {
    await list(5, NOON + 10);
    const batching = { intervalSeconds: 600, count: 5 };
    expect(await build(NOON + 11, batching)).toBe(1);
    await list(5, NOON + 20);
    expect(await build(NOON + 21, batching)).toBe(0);
    expect(await build(NOON + 71, batching)).toBe(1);
  });

  it('B-19 are filled up to a power of two, with other entries every time', async () => {
    for (const [count, size] of [
      [1, 16],
      [16, 16],
      [17, 32],
      [1_000, 1_024],
    ] as const) {
      const now = NOON + count * 600;
      const cids = await list(count, now, 7);
      await build(now + 600);
      const listed = (await files()).at(-1)?.cids ?? [];
      expect(listed).toHaveLength(size);
      expect(listed).toEqual(expect.arrayContaining(cids));
    }
    const all = (await files()).flatMap(({ cids }) => cids);
    expect(new Set(all).size).toBe(all.length);
  });

  it('are several when they would pass 1 MiB, with every CID once', async () => {
    const cids = await list(8_192, NOON, 8_192);
    await build(NOON + 600);
    const made = await files();
    expect(made.length).toBeGreaterThan(1);
    for (const { bytes } of made) expect(bytes).toBeLessThanOrEqual(1_048_576);
    const listed = made.flatMap((file) => file.cids);
    expect(new Set(listed).size).toBe(listed.length);
    const known = new Set(listed);
    expect(cids.filter((cid) => !known.has(cid))).toEqual([]);
    const waiting = await db.selectFrom('listed_cids').selectAll().where('index_file', 'is', null).execute();
    expect(waiting).toEqual([]);
  });

  it('keep the order of a room', async () => {
    const cids = await list(20, NOON);
    await build(NOON + 600);
    const [file] = await files();
    expect(file?.cids.filter((cid) => cids.includes(cid))).toEqual(cids);
  });
});
