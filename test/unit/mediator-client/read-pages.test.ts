import { describe, expect, it } from 'vitest';
import { readEachPage } from '../../../lib/mediator-client/read-each-page.ts';
import { readPages } from '../../../lib/mediator-client/read-pages.ts';

describe('reading pages', () => {
  it('asks for the next page before it works on the last, and works in order', async () => {
    const said: string[] = [];
    const isWhole = await readEachPage(
      async (cursor) => {
        said.push(`fetch ${cursor}`);
        const at = Number(cursor ?? 0);
        return { rows: [at], next: at === 2 ? null : String(at + 1) };
      },
      async ([row]) => {
        said.push(`work ${row}`);
        await new Promise((resolve) => setImmediate(resolve));
        said.push(`done ${row}`);
      },
    );
    expect(isWhole).toBe(true);
    expect(said).toEqual([
      'fetch null',
      'fetch 1',
      'work 0',
      'done 0',
      'fetch 2',
      'work 1',
      'done 1',
      'work 2',
      'done 2',
    ]);
  });

  it('hands over pages together that came while it worked, never more than were asked for', async () => {
    const shares: number[][] = [];
    let release = () => {};
    const fetched: number[] = [];
    const reading = readPages(
      async (cursor, sent) => {
        sent();
        const at = Number(cursor ?? 0);
        fetched.push(at);
        if (at === 3) setImmediate(() => release());
        return { rows: [at], next: at === 6 ? null : String(at + 1) };
      },
      {
        prepare: async ([row = -1]) => row,
        async work(pages) {
          if (shares.push(pages) > 1) return;
          await new Promise<void>((resolve) => {
            release = resolve;
          });
          expect(fetched).toEqual([0, 1, 2, 3]);
        },
        together: 3,
        waiting: 3,
      },
    );
    await expect(reading).resolves.toBe(true);
    expect(shares.flat()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(shares[0]).toEqual([0]);
    expect(Math.max(...shares.map((share) => share.length))).toBe(3);
  });

  it('lets more wait than it hands over together where it may', async () => {
    const shares: number[][] = [];
    const fetched: number[] = [];
    let release = () => {};
    const reading = readPages(
      async (cursor, sent) => {
        sent();
        const at = Number(cursor ?? 0);
        fetched.push(at);
        if (at === 4) setImmediate(() => release());
        return { rows: [at, at], next: at === 6 ? null : String(at + 1) };
      },
      {
        prepare: async ([row = -1]) => row,
        async work(pages) {
          if (shares.push(pages) > 1) return;
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        },
        together: 4,
        waiting: 4,
      },
    );
    await expect(reading).resolves.toBe(true);
    expect(shares.flat()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(shares[1]).toEqual([1, 2]);
    expect(Math.max(...shares.map((share) => share.length))).toBe(2);
  });

  it('keeps few pages in memory, however little is on each', async () => {
    let fetched = 0;
    let worked = 0;
    const ahead: number[] = [];
    await readPages(
      async (_cursor, sent) => {
        sent();
        fetched += 1;
        ahead.push(fetched - worked);
        return { rows: [fetched], next: fetched === 40 ? null : 'more' };
      },
      {
        prepare: async ([row = -1]) => row,
        async work(pages) {
          await new Promise((resolve) => setImmediate(resolve));
          worked += pages.length;
        },
        together: 1_000,
        waiting: 5,
      },
    );
    expect(worked).toBe(40);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(11);
  });

  it('stops fetching when the work fails', async () => {
    let pages = 0;
    const reading = readEachPage(
      async () => {
        pages += 1;
        return { rows: [pages], next: 'more' };
      },
      async () => {
        throw new Error('disk full');
      },
    );
    await expect(reading).rejects.toThrow('disk full');
    expect(pages).toBeLessThan(10);
  });

  it('does not work on nothing', async () => {
    const worked: unknown[] = [];
    await readEachPage(
      async () => ({ rows: [], next: null }),
      async (rows) => void worked.push(rows),
    );
    expect(worked).toEqual([]);
  });

  it('T-54 stops where a mediator has pages without end', async () => {
    let pages = 0;
    const isWhole = await readEachPage(
      async () => {
        pages += 1;
        return { rows: [pages], next: 'again' };
      },
      async () => undefined,
    );
    expect(isWhole).toBe(false);
    expect(pages).toBeLessThan(1_000);
  });

  it('finishes the work on a page whose successor does not come', async () => {
    const worked: number[] = [];
    const reading = readEachPage(
      async (cursor) => {
        if (cursor !== null) throw new Error('gone');
        return { rows: [1], next: 'more' };
      },
      async ([row = 0]) => {
        await new Promise((resolve) => setImmediate(resolve));
        worked.push(row);
      },
    );
    await expect(reading).rejects.toThrow('gone');
    expect(worked).toEqual([1]);
  });
});
