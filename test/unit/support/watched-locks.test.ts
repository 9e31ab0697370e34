import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryLocks } from '../../../lib/platform/locks.ts';
import { watchedLocks } from '../../support/watched-locks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const failures: Error[] = [];
  const locks = watchedLocks(createMemoryLocks(), {
    name: 'watched',
    ms: 50,
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
    const failed = expect(holdsItAlready()).rejects.toThrow(
      /not free within 50 ms; its holder.*holdsItAlready/s,
    );
    await vi.advanceTimersByTimeAsync(49);
    expect(failures).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(10);
    await failed;
    expect(failures).toHaveLength(1);
    expect(await locks.run('watched', async () => 'free again')).toBe('free again');
    expect(ranInside).toBe(false);
  });

  it('waits as long as it takes while others come and go', async () => {
    const { locks, failures } = watched();
    const many = Array.from({ length: 10 }, (_, at) => locks.run('watched', () => pause(40).then(() => at)));
    await vi.advanceTimersByTimeAsync(400);
    expect(await Promise.all(many)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(failures).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not mind one that is held long while nobody waits', async () => {
    const { locks, failures } = watched();
    const long = locks.run('watched', () => pause(1_000).then(() => 'done'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await long).toBe('done');
    expect(failures).toEqual([]);
  });

  it('minds one that was taken because it was free, which others find it is not', async () => {
    const { locks, failures } = watched();
    const held = locks.runIfFree('watched', () => pause(1_000).then(() => 'held'));
    expect(await locks.runIfFree('watched', async () => 'not free')).toBeUndefined();
    const failed = expect(locks.run('watched', async () => 'too late')).rejects.toThrow('not free');
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    expect(await held).toBe('held');
    expect(failures).toHaveLength(1);
  });

  it('leaves other locks alone, and passes on what work throws', async () => {
    const { locks, failures } = watched();
    const other = locks.run('other', () => pause(1_000));
    const after = locks.run('other', async () => 'after it');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await after).toBe('after it');
    await other;
    const broken = locks.run('watched', () => Promise.reject(new Error('of the work')));
    await expect(broken).rejects.toThrow('of the work');
    expect(failures).toEqual([]);
  });
});
