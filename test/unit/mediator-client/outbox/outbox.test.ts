import { describe, expect, it } from 'vitest';
import { LockedError } from '../../../../lib/errors/errors.ts';
import { CommandRefusedError } from '../../../../lib/mediator-client/command-refused-error.ts';
import { createOutbox, type Outbox } from '../../../../lib/mediator-client/outbox/outbox.ts';
import type { OutboxRow } from '../../../../lib/mediator-client/outbox/outbox-row.ts';
import { UnreachableError } from '../../../../lib/net/unreachable-error.ts';
import type { CommandPayload } from '../../../../lib/protocol/commands.ts';
import type { Database } from '../../../../lib/store/database.ts';
import { writeTransaction } from '../../../../lib/store/write-transaction.ts';
import { otherRow, outboxFixture, saveRow, sendRow, writtenEndings } from '../support/outbox-fixture.ts';
import { recordingSink } from '../support/recording-sink.ts';

const names = (count: number, prefix = 'm') => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

/** Deletes a row that waits, as a change does. */
async function takeBack(db: Database, outbox: Outbox, id: string): Promise<void> {
  const order = await outbox.orderOf(id);
  if (order === undefined) throw new Error(`${id} does not wait`);
  await writeTransaction(db, ['outbox'], (tx) => tx.objectStore('outbox').delete(order));
}

describe('the outbox', () => {
  it('sends in batches of at most 100, in the order written, and ends each row with its settlement', async () => {
    const { write, outbox, mediator, time, endings, db } = await outboxFixture();
    const ids = names(250);
    await write(...ids.map((id) => sendRow(time, id)));
    await outbox.flush();
    expect(mediator.received.get('did:decentrl:bob')?.map(({ id }) => id)).toEqual(ids);
    expect(mediator.log.map(({ events }) => events)).toEqual([100, 100, 50]);
    expect(endings).toEqual(ids.map((id) => `accepted:${id}`));
    expect((await writtenEndings(db)).sort()).toEqual(endings.toSorted());
    expect(await outbox.count()).toBe(0);
  });

  it('keeps the first of two rows with one id, written at once or one after the other', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    const other = sendRow(time, 'a', { payload: { type: 'SEND_EVENT', id: 'a', payload: 'other' } });
    await write(sendRow(time, 'a'), sendRow(time, 'b'), other);
    await write(other);
    expect(await outbox.count()).toBe(2);
    await outbox.flush();
    expect(endings).toEqual(['accepted:a', 'accepted:b']);
    expect(mediator.received.get('did:decentrl:bob')?.[0]).toEqual({ id: 'a', payload: 'bytes of a' });
  });

  it('sends the copies of several rows together, and one large row in pieces', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    await write(
      saveRow(time, 'r1', names(40, 'a')),
      saveRow(time, 'r2', names(60, 'b')),
      saveRow(time, 'r3', names(230, 'c')),
    );
    await outbox.flush();
    expect(mediator.log.map(({ events }) => events)).toEqual([100, 100, 100, 30]);
    expect(mediator.saved.size).toBe(330);
    expect(endings).toEqual(['accepted:r1', 'accepted:r2', 'accepted:r3']);
  });

  it('has copies sealed as they leave, in every try anew, as many as one command holds', async () => {
    const { write, mediator, time, endings, reborn, deps } = await outboxFixture();
    const sealed: string[][] = [];
    const seal = async ({ unsealed = [] }: OutboxRow): Promise<CommandPayload> => {
      sealed.push(unsealed as string[]);
      const events = (unsealed as string[]).map((id) => ({
        id,
        payload: `sealed ${sealed.length}`,
        tags: [],
      }));
      return { type: 'SAVE_EVENTS', events };
    };
    const sealing = reborn({ sink: { ...deps.sink, seal } });
    await write(
      saveRow(time, 'one', [], { unsealed: names(60, 'a') }),
      saveRow(time, 'two', [], { unsealed: names(40, 'b') }),
      saveRow(time, 'three', [], { unsealed: names(1, 'c') }),
    );
    mediator.fault = () => {
      throw new UnreachableError('network');
    };
    await sealing.flush();
    expect(sealed.map(({ length }) => length)).toEqual([60, 40]);
    mediator.fault = null;
    await time.advance(5 * 60_000);
    await sealing.flush();
    expect(sealed.map(({ length }) => length)).toEqual([60, 40, 60, 40, 1]);
    expect(endings).toEqual(['accepted:one', 'accepted:two', 'accepted:three']);
    expect(mediator.saved.size).toBe(101);
  });

  it('waits for the row named in after, and gives up with it', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    await write(
      otherRow(time, 'request', { after: 'saved' }),
      saveRow(time, 'saved'),
      otherRow(time, 'never', { after: 'broken' }),
      otherRow(time, 'neither', { after: 'never' }),
      otherRow(time, 'anyway', { after: 'broken', afterUntil: time.clock.now() + 60_000 }),
      saveRow(time, 'broken'),
    );
    mediator.refuseEvent = (id) => (id === 'broken' ? 'INVALID_COMMAND' : null);
    await outbox.flush();
    expect(endings).toContain('refused:broken:INVALID_COMMAND');
    expect(endings).toContain('refused:never:DEPENDENCY_REFUSED');
    expect(endings).toContain('refused:neither:DEPENDENCY_REFUSED');
    expect(endings).toContain('accepted:anyway');
    expect(endings.indexOf('accepted:saved')).toBeLessThan(endings.indexOf('accepted:request'));
    expect(endings).toHaveLength(6);
  });

  it('lets a refused row be replaced by a successor under the same id', async () => {
    const fixture = await outboxFixture();
    const { db, time, mediator, endings } = fixture;
    const successor = { ...sendRow(time, 'a'), recipientDid: 'did:decentrl:bob-new' };
    const outbox = createOutbox({
      ...fixture.deps,
      sink: recordingSink({
        db,
        endings,
        async endOf(result) {
          if (result.state !== 'refused' || result.code !== 'COMMUNICATION_CONTRACT_NOT_VALID') return;
          const sealed = await outbox.sealRow(successor);
          return (tx) => outbox.putRows(tx, [sealed]);
        },
      }),
    });
    mediator.fault = (type, moment, recipient) => {
      if (type !== 'SEND_EVENTS' || moment !== 'before' || recipient !== 'did:decentrl:bob') return;
      throw new CommandRefusedError('COMMUNICATION_CONTRACT_NOT_VALID', 403, null, false);
    };
    await fixture.write(sendRow(time, 'a'), otherRow(time, 'b', { after: 'a' }));
    await outbox.flush();
    expect(mediator.received.get('did:decentrl:bob-new')?.map(({ id }) => id)).toEqual(['a']);
    expect(endings).toEqual(['accepted:a', 'accepted:b']);
  });

  it('does not let one bad event take its batch with it', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    mediator.refuseEvent = (id) => (id === 'm3' ? 'PAYLOAD_TOO_LARGE' : null);
    await write(...names(6).map((id) => saveRow(time, id)), ...names(6).map((id) => sendRow(time, `s${id}`)));
    await outbox.flush();
    expect(endings.filter((ending) => ending.startsWith('accepted'))).toHaveLength(11);
    expect(endings).toContain('refused:m3:PAYLOAD_TOO_LARGE');
  });

  it('sends one by one where batches are unknown, and remembers it', async () => {
    const { write, outbox, mediator, time } = await outboxFixture();
    mediator.withoutBatches = true;
    await write(...names(3).map((id) => sendRow(time, id)));
    await outbox.flush();
    await write(sendRow(time, 'later'));
    await outbox.flush();
    expect(mediator.log.map(({ type }) => type)).toEqual(['SEND_EVENTS', ...Array(4).fill('SEND_EVENT')]);
  });

  it('L-24 L-25 keeps what a silent network swallowed, waits longer each time, and goes on after it healed', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    let tries = 0;
    mediator.fault = (_type, moment) => {
      if (moment === 'before') tries += 1;
      throw new UnreachableError('timeout');
    };
    await write(...names(3).map((id) => sendRow(time, id)));
    await outbox.flush();
    expect(tries).toBe(1);
    await time.advance(5 * 60_000);
    expect(tries).toBeGreaterThan(6);
    expect(tries).toBeLessThan(20);
    expect(endings).toEqual([]);
    mediator.fault = null;
    await time.advance(60_000);
    expect(endings).toEqual(['accepted:m0', 'accepted:m1', 'accepted:m2']);
  });

  it('does not forget what falls due between the last look and the timer', async () => {
    const { reborn, write, mediator, time, endings } = await outboxFixture();
    mediator.fault = () => {
      throw new UnreachableError('network');
    };
    let afterLook = 0;
    const outbox = reborn({
      locks: {
        async run(_name, work) {
          const done = await work();
          time.jump(afterLook);
          return done;
        },
      },
    });
    await write(sendRow(time, 'a'));
    afterLook = 60_000;
    await outbox.flush();
    expect(endings).toEqual([]);
    expect(outbox.nextDueAt()).not.toBeNull();
    mediator.fault = null;
    await time.advance(1_000);
    expect(endings).toEqual(['accepted:a']);
  });

  it('tries at once when its mediator has answered somebody', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    mediator.fault = () => {
      throw new UnreachableError('network');
    };
    await write(sendRow(time, 'a'));
    await outbox.flush();
    mediator.fault = null;
    outbox.retryMediator('did:web:mediator.example');
    await outbox.flush();
    expect(endings).toEqual(['accepted:a']);
  });

  it('waits as long as the mediator asks, also after the worker died', async () => {
    const fixture = await outboxFixture();
    const { write, outbox, mediator, time, endings } = fixture;
    let tries = 0;
    mediator.fault = (_type, moment) => {
      if (moment === 'before') tries += 1;
      throw new CommandRefusedError('RATE_LIMITED', 429, 600_000, true);
    };
    await write(sendRow(time, 'a'), sendRow(time, 'b'));
    await outbox.flush();
    outbox.stop();
    mediator.fault = (_type, moment) => void (moment === 'before' && tries++);
    const again = fixture.reborn();
    await again.flush();
    expect(tries).toBe(1);
    expect(again.nextDueAt()).toBe(time.clock.now() + 600_000);
    await time.advance(600_001);
    expect(endings).toEqual(['accepted:a', 'accepted:b']);
  });

  it('keeps the order of a conversation behind a full queue, and lets others pass', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    let isFull = true;
    mediator.refuseEvent = (id) => (isFull && id.startsWith('m') ? 'QUOTA_EXCEEDED' : null);
    const carol = { recipientDid: 'did:decentrl:carol', conversationId: 'carol' };
    await write(...names(3).map((id) => sendRow(time, id)), sendRow(time, 'c', carol));
    await outbox.flush();
    expect(endings).toEqual(['accepted:c']);
    isFull = false;
    await time.advance(10_000);
    expect(endings).toEqual(['accepted:c', 'accepted:m0', 'accepted:m1', 'accepted:m2']);
  });

  it('keeps the order of a conversation that moved to another recipient', async () => {
    const { write, outbox, mediator, time } = await outboxFixture();
    const order: string[] = [];
    mediator.fault = (type, moment, recipient) =>
      void (moment === 'after' && order.push(`${type} ${recipient}`));
    await write(
      sendRow(time, 'a'),
      sendRow(time, 'b', { recipientDid: 'did:decentrl:bob-new' }),
      sendRow(time, 'c'),
    );
    await outbox.flush();
    expect(order).toEqual([
      'SEND_EVENTS did:decentrl:bob',
      'SEND_EVENTS did:decentrl:bob-new',
      'SEND_EVENTS did:decentrl:bob',
    ]);
  });

  it('gives up after 30 days and not a minute before', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    mediator.fault = () => {
      throw new UnreachableError('network');
    };
    await write(sendRow(time, 'a'));
    time.jump(30 * 86_400_000 - 60_000);
    await outbox.flush();
    expect(endings).toEqual([]);
    time.jump(60_000);
    await outbox.flush();
    expect(endings).toEqual(['refused:a:EXPIRED']);
  });

  it('is not put off by a clock that was set back', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    mediator.fault = () => {
      throw new UnreachableError('network');
    };
    await write(otherRow(time, 'a', { notBefore: 0 }));
    await outbox.flush();
    mediator.fault = null;
    time.jump(-86_400_000);
    await outbox.flush();
    expect(endings).toEqual(['accepted:a']);
  });

  it('does not send, nor settle, what was taken back', async () => {
    const { write, outbox, mediator, time, endings, db } = await outboxFixture();
    mediator.fault = () => {
      throw new UnreachableError('network');
    };
    await write(sendRow(time, 'a'), sendRow(time, 'b'));
    await outbox.flush();
    await takeBack(db, outbox, 'a');
    expect(await outbox.orderOf('a')).toBeUndefined();
    mediator.fault = null;
    await time.advance(60_000);
    expect(endings).toEqual(['accepted:b']);
    expect(mediator.received.get('did:decentrl:bob')?.map(({ id }) => id)).toEqual(['b']);
  });

  it('does not settle what was taken back while it was under way, and lets go what waited for it', async () => {
    const { write, outbox, mediator, time, endings, db } = await outboxFixture();
    const { send } = mediator.commands;
    mediator.commands.send = async (keys, did, command, options) => {
      const reply = await send(keys, did, command, options);
      if (command.payload.type === 'SEND_EVENTS') await takeBack(db, outbox, 'a');
      return reply;
    };
    mediator.refuseEvent = (id) => (id === 'a' ? 'INVALID_COMMAND' : null);
    await write(sendRow(time, 'a'), sendRow(time, 'b'), otherRow(time, 'c', { after: 'a' }));
    await outbox.flush();
    expect(endings.toSorted()).toEqual(['accepted:b', 'accepted:c']);
    expect((await writtenEndings(db)).toSorted()).toEqual(endings.toSorted());
    expect(await outbox.count()).toBe(0);
  });

  it('sends nothing once locked, and everything after the next unlock', async () => {
    const fixture = await outboxFixture();
    const { time, mediator, endings } = fixture;
    let isLocked = false;
    const outbox = fixture.reborn({
      keyring: {
        async identity() {
          if (isLocked) throw new LockedError();
          return fixture.keys;
        },
      },
    });
    await fixture.write(sendRow(time, 'a'));
    isLocked = true;
    await outbox.flush();
    outbox.stop();
    expect(mediator.log).toEqual([]);
    isLocked = false;
    await outbox.flush();
    expect(endings).toEqual(['accepted:a']);
  });

  it('sends again what the disk refused to settle', async () => {
    const fixture = await outboxFixture();
    const { db, time, mediator, endings } = fixture;
    let isFull = true;
    const outbox = fixture.reborn({
      sink: recordingSink({
        db,
        endings,
        step() {
          if (isFull) throw new DOMException('full', 'QuotaExceededError');
        },
      }),
    });
    await fixture.write(sendRow(time, 'a'), sendRow(time, 'b'));
    await outbox.flush();
    expect(await outbox.count()).toBe(2);
    expect(await writtenEndings(db)).toEqual([]);
    isFull = false;
    await time.advance(10_000);
    expect(endings).toEqual(['accepted:a', 'accepted:b']);
    expect(mediator.repeats).toBe(2);
    expect(mediator.received.get('did:decentrl:bob')).toHaveLength(2);
  });

  it('sends again the row whose end could not be told, which holds up no other', async () => {
    const fixture = await outboxFixture();
    const { db, time, mediator, endings } = fixture;
    let isBroken = true;
    const outbox = fixture.reborn({
      sink: recordingSink({
        db,
        endings,
        async endOf({ stored }) {
          if (isBroken && stored.row.id === 'a') throw new Error('its end cannot be told');
          return undefined;
        },
      }),
    });
    await fixture.write(sendRow(time, 'a'), sendRow(time, 'b'));
    await outbox.flush();
    expect(endings).toEqual(['accepted:b']);
    expect(await outbox.count()).toBe(1);
    isBroken = false;
    await time.advance(10_000);
    expect(endings).toEqual(['accepted:b', 'accepted:a']);
    expect(mediator.repeats).toBe(1);
    expect(mediator.received.get('did:decentrl:bob')).toHaveLength(2);
  });

  it('picks up rows written while it is busy with another recipient', async () => {
    const { write, outbox, mediator, time, endings } = await outboxFixture();
    const stalled = Promise.withResolvers<void>();
    const { send } = mediator.commands;
    mediator.commands.send = async (keys, did, command, options) => {
      if (command.recipientDid === 'did:decentrl:bob') await stalled.promise;
      return send(keys, did, command, options);
    };
    await write(sendRow(time, 'slow'));
    const flushed = outbox.flush();
    await time.advance(0);
    await write(sendRow(time, 'quick', { recipientDid: 'did:decentrl:carol', conversationId: 'carol' }));
    outbox.kick();
    await time.advance(0);
    expect(endings).toEqual(['accepted:quick']);
    stalled.resolve();
    await flushed;
    expect(endings).toEqual(['accepted:quick', 'accepted:slow']);
  });
});
