import { describe, expect, it } from 'vitest';
import { createOutbox } from '../../../../lib/mediator-client/outbox/outbox.ts';
import type { OutboxRow } from '../../../../lib/mediator-client/outbox/outbox-row.ts';
import { UnreachableError } from '../../../../lib/net/unreachable-error.ts';
import type { Database } from '../../../../lib/store/database.ts';
import { settle } from '../support/manual-time.ts';
import {
  type OutboxFixture,
  outboxFixture,
  saveRow,
  sendRow,
  writtenEndings,
} from '../support/outbox-fixture.ts';
import { recordingSink } from '../support/recording-sink.ts';

/**
 * A worker that dies at step `at`: the step throws and so does every one after it, as when nothing runs any more. Steps
 * are the outside calls: database, cipher, sink, and the command on its way there and on its way back.
 */
function mortal(fixture: OutboxFixture, at: number) {
  let step = 0;
  const live = (): void => {
    step += 1;
    if (step >= at) throw new Error('killed');
  };
  const { deps } = fixture;
  const db = new Proxy(deps.db, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        live();
        return Reflect.apply(member, target, args);
      };
    },
  }) as Database;
  const outbox = createOutbox({
    ...deps,
    db,
    cipher: {
      ...deps.cipher,
      async open(bytes, context) {
        live();
        return deps.cipher.open(bytes, context);
      },
    },
    commands: {
      ...deps.commands,
      async send(keys, did, command, options) {
        live();
        const reply = await deps.commands.send(keys, did, command, options);
        live();
        return reply;
      },
    },
    sink: recordingSink({
      db,
      endings: fixture.endings,
      endOf: async () => void live(),
      step: live,
    }),
    locks: { run: (_name, work) => work() },
    // A dead worker has no timers.
    timers: { setTimeout: () => null, clearTimeout: () => undefined },
  });
  return { outbox, steps: () => step };
}

async function run(at: number, rows: (fixture: OutboxFixture) => OutboxRow[]) {
  const fixture = await outboxFixture();
  const written = rows(fixture);
  await fixture.write(...written);
  const dying = mortal(fixture, at);
  await dying.outbox.flush().catch(() => undefined);
  await settle();
  dying.outbox.stop();
  const next = fixture.reborn();
  await next.flush();
  await fixture.time.advance(600_000);
  return { fixture, written, steps: dying.steps() };
}

describe('a worker killed while it sends', () => {
  it('L-02 L-03 L-04 leaves each event exactly once, killed at each step', async () => {
    const rows = ({ time }: OutboxFixture) => [
      saveRow(time, 'key'),
      sendRow(time, 'a', { after: 'key' }),
      sendRow(time, 'b'),
      saveRow(time, 'copies', ['a', 'b']),
    ];
    const whole = await run(Number.POSITIVE_INFINITY, rows);
    expect(whole.steps).toBeGreaterThan(20);
    for (let at = 1; at <= whole.steps + 1; at++) {
      const { fixture, written } = await run(at, rows);
      const arrived = fixture.mediator.received.get('did:decentrl:bob')?.map(({ id }) => id);
      expect(arrived, `killed at step ${at}`).toEqual(['a', 'b']);
      expect([...fixture.mediator.saved.keys()].sort(), `killed at step ${at}`).toEqual(['a', 'b', 'key']);
      const endings = (await writtenEndings(fixture.db)).sort();
      expect(endings, `killed at step ${at}`).toEqual(written.map(({ id }) => `accepted:${id}`).sort());
      expect(await fixture.outbox.count()).toBe(0);
    }
  });

  it('L-02 refuses with a row what waits for it, and never one of the two alone, killed at each step', async () => {
    const rows = ({ time, mediator }: OutboxFixture) => {
      mediator.refuseEvent = (id) => (id === 'key' ? 'INVALID_COMMAND' : null);
      return [saveRow(time, 'key'), sendRow(time, 'a', { after: 'key' })];
    };
    const whole = await run(Number.POSITIVE_INFINITY, rows);
    expect(whole.steps).toBeGreaterThan(10);
    for (let at = 1; at <= whole.steps + 1; at++) {
      const { fixture } = await run(at, rows);
      const endings = (await writtenEndings(fixture.db)).sort();
      expect(endings, `killed at step ${at}`).toEqual([
        'refused:a:DEPENDENCY_REFUSED',
        'refused:key:INVALID_COMMAND',
      ]);
      expect(fixture.mediator.received.size, `killed at step ${at}`).toBe(0);
    }
  });

  it('L-03 counts one event where the reply was lost over and over', async () => {
    const fixture = await outboxFixture();
    let left = 5;
    fixture.mediator.fault = (_type, moment) => {
      if (moment === 'after' && left-- > 0) throw new UnreachableError('network');
    };
    await fixture.write(sendRow(fixture.time, 'a'));
    await fixture.outbox.flush();
    await fixture.time.advance(300_000);
    expect(fixture.mediator.received.get('did:decentrl:bob')).toHaveLength(1);
    expect(fixture.mediator.repeats).toBe(5);
    expect(fixture.endings).toEqual(['accepted:a']);
  });

  it('L-13 sends once when two wakes begin at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const fixture = await outboxFixture();
      const ids = Array.from({ length: 5 }, (_, at) => `m${at}`);
      await fixture.write(...ids.map((id) => sendRow(fixture.time, id)));
      // Two workers share the locks of the browser, whatever else they do not share.
      const { locks } = fixture.deps;
      const workers = [fixture.reborn({ locks }), fixture.reborn({ locks })];
      await Promise.all([...workers, ...workers].map((worker) => worker.flush()));
      expect(fixture.mediator.received.get('did:decentrl:bob')?.map(({ id }) => id)).toEqual(ids);
      expect(fixture.mediator.repeats).toBe(0);
      expect(fixture.endings).toEqual(ids.map((id) => `accepted:${id}`));
    }
  });
});
