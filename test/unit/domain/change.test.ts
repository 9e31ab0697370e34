import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { change } from '../../../lib/domain/change.ts';
import { messageRecord } from '../../../lib/domain/records/message-record.ts';
import type { Tx } from '../../../lib/domain/tx.ts';
import { LockedError, StorageError } from '../../../lib/errors/errors.ts';
import { fillDisk } from '../store/store-fixture.ts';
import { domainFixture, newRow } from './domain-fixture.ts';

const draft = (conversationId: string, text = `draft ${conversationId}`) => ({ conversationId, text });

const names = (count: number, prefix = 'e') => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

const entries = (ids: readonly string[]) =>
  ids.map((eventId) => ({
    conversation: 'conversation',
    value: messageRecord({
      eventId,
      identityIndex: 0,
      direction: 'in',
      senderDid: 'did:decentrl:bob',
      type: 'https://schemas.decentrl.net/chat.message/v1',
      data: { text: eventId },
      timestamp: 1_800_000_000,
      at: 1_800_000_000_000,
    }),
  }));

/** What a test waits for until it says so. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

describe('what a change reads', () => {
  it('is the disk, overlaid with what it put and removed', async () => {
    const { domain } = await domainFixture();
    await change(domain, async (tx) => {
      for (const id of ['a', 'b', 'c']) tx.put('drafts', draft(id));
    });
    await change(domain, async (tx) => {
      const { drafts } = tx.tables;
      expect(await drafts.count()).toBe(3);
      tx.put('drafts', draft('b', 'changed'));
      tx.put('drafts', draft('d'));
      tx.remove('drafts', 'c');
      tx.remove('drafts', 'never there');
      expect(await drafts.get('a')).toEqual(draft('a'));
      expect(await drafts.get('b')).toEqual(draft('b', 'changed'));
      expect(await drafts.get('c')).toBeUndefined();
      expect(await drafts.getMany(['d', 'c', 'b', 'a', 'e'])).toEqual([
        draft('d'),
        undefined,
        draft('b', 'changed'),
        draft('a'),
        undefined,
      ]);
      expect(byId(await drafts.getAll())).toEqual([draft('a'), draft('b', 'changed'), draft('d')]);
      expect(await drafts.count()).toBe(3);
      // Outside nothing has happened yet.
      expect(byId(await domain.tables.drafts.getAll())).toEqual([draft('a'), draft('b'), draft('c')]);
    });
    expect(byId(await domain.tables.drafts.getAll())).toEqual([
      draft('a'),
      draft('b', 'changed'),
      draft('d'),
    ]);
  });

  it('is the last of what it said of one row', async () => {
    const { domain } = await domainFixture();
    await change(domain, async (tx) => {
      tx.put('drafts', draft('put again', 'first'));
      tx.remove('drafts', 'put again');
      expect(await tx.tables.drafts.count()).toBe(0);
      tx.put('drafts', draft('put again', 'last'));
      tx.put('drafts', draft('removed'));
      tx.remove('drafts', 'removed');
      expect(await tx.tables.drafts.getAll()).toEqual([draft('put again', 'last')]);
    });
    expect(await domain.tables.drafts.getAll()).toEqual([draft('put again', 'last')]);
  });

  it('of seen signatures are those of the disk and its own', async () => {
    const { domain } = await domainFixture();
    const before = await change(domain, async (tx) => {
      const unseen = await tx.seen('aa');
      tx.see('aa');
      return [unseen, await tx.seen('aa')];
    });
    expect(before).toEqual([false, true]);
    expect(await change(domain, (tx) => tx.seen('aa'))).toBe(true);
    await expect(
      change(domain, async (tx) => {
        tx.see('bb');
        throw new Error('thought better of it');
      }),
    ).rejects.toThrow('thought better of it');
    expect(await change(domain, (tx) => tx.seen('bb'))).toBe(false);
  });
});

describe('what a change writes', () => {
  it('reaches the disk in one transaction, over the stores it needs', async () => {
    const { domain, written, told } = await domainFixture();
    await change(domain, async (tx) => {
      tx.put('drafts', draft('old'));
      tx.send(newRow('old'));
    });
    written.length = 0;
    const result = await change(domain, async (tx) => {
      tx.put('drafts', draft('new'));
      tx.remove('drafts', 'old');
      tx.put('tombstones', { key: 'request:a', expiresAt: 1 });
      tx.see('aa');
      tx.send(newRow('new'));
      await tx.takeBack('old');
      tx.append(entries(names(1_200)));
      return 'what the work gives';
    });
    expect(result).toBe('what the work gives');
    expect(written.map((stores) => stores.toSorted())).toEqual([
      ['dedupe_hashes', 'drafts', 'meta', 'outbox', 'segments', 'tombstones'],
    ]);
    expect(told.wrote).toEqual([null, null]);
  });

  it('is nothing where it put nothing', async () => {
    const { domain, written, told } = await domainFixture();
    let isTold = false;
    await change(domain, async (tx) => {
      await tx.tables.drafts.getAll();
      tx.after(() => {
        isTold = true;
      });
    });
    expect(written).toEqual([]);
    expect(told).toEqual({ kicks: 0, wrote: [] });
    expect(isTold).toBe(true);
  });

  const steps: Record<string, (tx: Tx) => unknown> = {
    put: (tx) => tx.put('drafts', draft('new')),
    remove: (tx) => tx.remove('drafts', 'old'),
    see: (tx) => tx.see('aa'),
    send: (tx) => tx.send(newRow('new')),
    takeBack: (tx) => tx.takeBack('old'),
    append: (tx) => tx.append(entries(['e'])),
    after: (tx) => tx.after(() => expect.unreachable('an effect of what was never written')),
  };

  it.each(Object.keys(steps))(
    'is nothing when the work throws after %s, and no effect runs',
    async (last) => {
      const { domain, written, told, logBuffer, waitingRows } = await domainFixture();
      await change(domain, async (tx) => {
        tx.put('drafts', draft('old'));
        tx.send(newRow('old'));
      });
      written.length = 0;
      const failed = change(domain, async (tx) => {
        for (const name of Object.keys(steps)) {
          await steps[name]?.(tx);
          if (name === last) throw new Error('in the middle');
        }
      });
      await expect(failed).rejects.toThrow('in the middle');
      expect(written).toEqual([]);
      expect(logBuffer.lines()).toEqual([]);
      expect(told).toEqual({ kicks: 1, wrote: [null] });
      expect(await domain.tables.drafts.getAll()).toEqual([draft('old')]);
      expect((await waitingRows()).map(({ row }) => row.id)).toEqual(['old']);
      expect(await domain.history.lastCursor()).toBe(0);
      // The lock is free again.
      expect(await change(domain, (tx) => tx.seen('aa'))).toBe(false);
    },
  );

  it('is nothing when a value of it cannot be sealed', async () => {
    const { domain, written } = await domainFixture();
    const failed = change(domain, async (tx) => {
      tx.put('drafts', draft('good'));
      const circle: { self?: unknown } = {};
      circle.self = circle;
      tx.put('drafts', { ...draft('bad'), ...circle });
    });
    await expect(failed).rejects.toBeInstanceOf(TypeError);
    expect(written).toEqual([]);
    expect(await domain.tables.drafts.count()).toBe(0);
  });

  it('is nothing when the lock of the vault falls in the middle', async () => {
    const { domain, keyring, written, told } = await domainFixture();
    let effects = 0;
    const failed = change(domain, async (tx) => {
      tx.put('drafts', draft('a'));
      tx.after(() => {
        effects += 1;
      });
      await keyring.lock('person');
      tx.see('aa');
    });
    await expect(failed).rejects.toBeInstanceOf(LockedError);
    expect(written).toEqual([]);
    expect(effects).toBe(0);
    expect(told.wrote).toEqual([]);
  });

  it('is nothing when the disk is full: the caller and `wrote` hear of it, and the next one is written', async () => {
    const { domain, told } = await domainFixture();
    let effects = 0;
    const put = () =>
      change(domain, async (tx) => {
        tx.put('drafts', draft('a'));
        tx.send(newRow('a'));
        tx.after(() => {
          effects += 1;
        });
      });
    const free = fillDisk();
    try {
      await expect(put()).rejects.toBeInstanceOf(StorageError);
    } finally {
      free();
    }
    expect(told.wrote).toEqual([expect.any(StorageError)]);
    expect(told.kicks).toBe(0);
    expect(effects).toBe(0);
    expect(await domain.tables.drafts.count()).toBe(0);
    await put();
    expect(told.wrote).toEqual([expect.any(StorageError), null]);
    expect(effects).toBe(1);
  });

  it.each(Object.keys(steps))('is refused after its end: %s', async (name) => {
    const { domain, written } = await domainFixture();
    const tx = await change(domain, async (given) => given);
    await expect(async () => steps[name]?.(tx)).rejects.toBeInstanceOf(TypeError);
    expect(written).toEqual([]);
  });
});

describe('the effects of a change', () => {
  it('run in order, once everything is durable and before the lock is free', async () => {
    const { domain, locks, told } = await domainFixture();
    const seen: unknown[] = [];
    const reads: Promise<unknown>[] = [];
    await change(domain, async (tx) => {
      tx.after(() => {
        seen.push('first', told.wrote.length);
        reads.push(domain.tables.drafts.get('a'));
        reads.push(locks.runIfFree('decentrl-domain', async () => 'the lock was free'));
      });
      tx.put('drafts', draft('a'));
      tx.after(() => seen.push('second'));
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['first', 1, 'second']);
    expect(await Promise.all(reads)).toEqual([draft('a'), undefined]);
  });

  it('stop no other when one throws, which is logged', async () => {
    const { domain, logBuffer } = await domainFixture();
    let ran = 0;
    const result = await change(domain, async (tx) => {
      tx.after(() => {
        throw new Error('a dead listener');
      });
      tx.after(() => {
        ran += 1;
      });
      return 'given all the same';
    });
    expect(result).toBe('given all the same');
    expect(ran).toBe(1);
    expect(logBuffer.lines().map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'error: an effect of a change failed',
    ]);
  });

  it('may start another change, which sees what this one wrote', async () => {
    const { domain } = await domainFixture();
    const following: Promise<string | undefined>[] = [];
    await change(domain, async (tx) => {
      tx.put('drafts', draft('a'));
      tx.after(() => {
        following.push(change(domain, async (next) => (await next.tables.drafts.get('a'))?.text));
      });
    });
    expect(await Promise.all(following)).toEqual(['draft a']);
  });

  it('alone know the cursors of what was appended, however much that was', async () => {
    const { domain } = await domainFixture();
    await change(domain, async (tx) => void tx.append(entries(['earlier'])));
    const ids = names(2_345);
    let cursors: number[] = [];
    const appendAll = async (tx: Tx) => {
      const some = tx.append(entries(ids.slice(0, 1_001)));
      const others = tx.append(entries(ids.slice(1_001)));
      expect(() => some.cursorOf(0)).toThrow(TypeError);
      tx.after(() => {
        cursors = ids.map((_, at) => (at < 1_001 ? some.cursorOf(at) : others.cursorOf(at - 1_001)));
      });
    };
    await change(domain, appendAll);
    expect(cursors).toEqual(ids.map((_, at) => at + 2));
    const stored = await domain.history.readSince(1, 5_000);
    expect(stored.map(({ cursor, value }) => [cursor, value.eventId])).toEqual(
      ids.map((id, at) => [at + 2, id]),
    );
  });
});

describe('the outbox of a change', () => {
  it('gets rows that are due at once and were never tried, made now unless it is said when', async () => {
    const { domain, clock, waitingRows } = await domainFixture();
    const now = clock.now();
    await change(domain, async (tx) => {
      tx.send(newRow('a'));
      tx.send(newRow('b', { createdAt: now - 5_000, after: 'a' }));
    });
    expect((await waitingRows()).map(({ row }) => row)).toEqual([
      { ...newRow('a'), createdAt: now, notBefore: now, attempts: 0 },
      { ...newRow('b', { after: 'a' }), createdAt: now - 5_000, notBefore: now, attempts: 0 },
    ]);
  });

  it('is woken once, after a change that sent something and is not quiet', async () => {
    const { domain, told, waitingRows } = await domainFixture();
    await change(domain, async (tx) => void names(3).map((id) => tx.send(newRow(id))), { quiet: true });
    expect(told.kicks).toBe(0);
    await change(domain, async (tx) => {
      for (const id of names(3, 'f')) tx.send(newRow(id));
      expect(told.kicks).toBe(0);
    });
    expect(told.kicks).toBe(1);
    await change(domain, async (tx) => {
      await tx.takeBack('f0');
      tx.put('drafts', draft('a'));
    });
    expect(told.kicks).toBe(1);
    expect(await waitingRows()).toHaveLength(5);
  });

  it('keeps the first of two rows under one id', async () => {
    const { domain, waitingRows } = await domainFixture();
    await change(domain, async (tx) => {
      tx.send(newRow('a', { createdAt: 1 }));
      tx.send(newRow('a', { createdAt: 2 }));
    });
    await change(domain, async (tx) => tx.send(newRow('a', { createdAt: 3 })));
    expect((await waitingRows()).map(({ row }) => row.createdAt)).toEqual([1]);
  });

  it('gives a row back once, and none that is not there', async () => {
    const { domain, waitingRows } = await domainFixture();
    await change(domain, async (tx) => void ['a', 'b'].map((id) => tx.send(newRow(id))));
    const taken = await change(domain, async (tx) => [
      await tx.takeBack('a'),
      await tx.takeBack('a'),
      await tx.takeBack('never there'),
    ]);
    expect(taken).toEqual([true, false, false]);
    expect((await waitingRows()).map(({ row }) => row.id)).toEqual(['b']);
    expect(await change(domain, (tx) => tx.takeBack('a'))).toBe(false);
  });

  it('ends the row of a final answer, unless it was taken back', async () => {
    const { domain, waitingRows } = await domainFixture();
    await change(domain, async (tx) => void ['a', 'b'].map((id) => tx.send(newRow(id))));
    const [a, b] = (await waitingRows()).map(({ order }) => order);
    if (a === undefined || b === undefined) throw new Error('two rows wait');
    await change(domain, async (tx) => void (await tx.takeBack('a')));
    const settled = await change(domain, async (tx) => [
      await tx.settled(a),
      await tx.settled(b),
      // Nobody can take it back any more.
      await tx.takeBack('b'),
    ]);
    expect(settled).toEqual([false, true, false]);
    expect(await waitingRows()).toEqual([]);
  });

  it('takes a successor under the id of a row that ended in the same change', async () => {
    const { domain, waitingRows } = await domainFixture();
    await change(domain, async (tx) => void ['a', 'b'].map((id) => tx.send(newRow(id, { createdAt: 1 }))));
    const [a] = await waitingRows();
    if (a === undefined) throw new Error('a row waits');
    await change(domain, async (tx) => {
      tx.send(newRow('a', { createdAt: 2 }));
      await tx.settled(a.order);
      await tx.takeBack('b');
      tx.send(newRow('b', { createdAt: 2 }));
    });
    expect((await waitingRows()).map(({ row }) => [row.id, row.createdAt])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
  });
});

describe('two changes at once', () => {
  it('do not come between each other', async () => {
    const { domain } = await domainFixture();
    const inFirst = gate();
    const goOn = gate();
    const order: string[] = [];
    const first = change(domain, async (tx) => {
      inFirst.open();
      await goOn.passed;
      tx.put('drafts', draft('a', 'of the first'));
      tx.after(() => order.push('first'));
    });
    await inFirst.passed;
    const second = change(domain, async (tx) => {
      order.push('second begins');
      return (await tx.tables.drafts.get('a'))?.text;
    });
    goOn.open();
    expect(await second).toBe('of the first');
    await first;
    expect(order).toEqual(['first', 'second begins']);
  });

  it('count right, however many count at once and whichever of them fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { minLength: 1, maxLength: 20 }),
        async (steps) => {
          const { domain } = await domainFixture();
          const results = await Promise.allSettled(
            steps.map(({ turns, fails }) =>
              change(domain, async (tx) => {
                const before = Number((await tx.tables.drafts.get('counter'))?.text ?? 0);
                for (let turn = 0; turn < turns; turn++) await new Promise((next) => setImmediate(next));
                tx.put('drafts', draft('counter', String(before + 1)));
                if (fails) throw new Error('not this one');
              }),
            ),
          );
          expect(results.map(({ status }) => status === 'rejected')).toEqual(steps.map(({ fails }) => fails));
          const counted = Number((await domain.tables.drafts.get('counter'))?.text ?? 0);
          expect(counted).toBe(steps.filter(({ fails }) => !fails).length);
        },
      ),
      { numRuns: 20 },
    );
  });
});

function byId<T extends { conversationId: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
}
