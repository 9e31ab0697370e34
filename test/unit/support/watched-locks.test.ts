import { describe, expect, it } from 'vitest';
import { createMemoryLocks } from '../../../lib/platform/locks.ts';
import { watchedLocks } from '../../support/watched-locks.ts';

function watched(ms = 50) {
  const failures: Error[] = [];
  const locks = watchedLocks(createMemoryLocks(), {
    name: 'watched',
    ms,
    failed: (error) => failures.push(error),
  });
  return { locks, failures };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('a watched lock', () => {
  it('fails a wait for a lock that is held further out, says by whom, and is free again', async () => {
    const { locks, failures } = watched();
    let ranInside = false;
    const holdsItAlready = () =>
      locks.run('watched', () =>
        locks.run('watched', async () => {
          ranInside = true;
        }),
      );
    await expect(holdsItAlready()).rejects.toThrow(/not free within 50 ms; its holder.*holdsItAlready/s);
    expect(failures).toHaveLength(1);
    expect(await locks.run('watched', async () => 'free again')).toBe('free again');
    expect(ranInside).toBe(false);
  });

  it('waits as long as it takes while others come and go', async () => {
    const { locks, failures } = watched();
    const order: number[] = [];
    const hold = (at: number) =>
      locks.run('watched', async () => {
        await pause(20);
        order.push(at);
        return at;
      });
    const many = Array.from({ length: 10 }, (_, at) => hold(at));
    expect(await Promise.all(many)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(failures).toEqual([]);
  });

  it('does not mind one that is held long while nobody waits', async () => {
    const { locks, failures } = watched(10);
    expect(await locks.run('watched', () => pause(40).then(() => 'done'))).toBe('done');
    expect(failures).toEqual([]);
  });

  it('leaves other locks alone, passes on what work throws, and tells whether it is free', async () => {
    const { locks, failures } = watched(10);
    const other = locks.run('other', () => pause(40));
    expect(await locks.run('other', async () => 'after it')).toBe('after it');
    await other;
    await expect(locks.run('watched', () => Promise.reject(new Error('of the work')))).rejects.toThrow(
      'of the work',
    );
    const held = locks.runIfFree('watched', () => pause(30).then(() => 'held'));
    expect(await locks.runIfFree('watched', async () => 'not free')).toBeUndefined();
    await expect(locks.run('watched', async () => 'too late')).rejects.toThrow('not free');
    expect(await held).toBe('held');
    expect(failures).toHaveLength(1);
  });
});
