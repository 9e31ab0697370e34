import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandPayload, CommandReply } from '../../../lib/protocol/commands.ts';
import { signPublicEvent } from '../../../lib/protocol/public-event.ts';
import {
  agree,
  ask,
  ciphertext,
  clientId,
  codeOf,
  newcomer,
  pair,
  send,
  type TestIdentity,
  tagBlob,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let mediator: RunningMediator;
let alice: TestIdentity;
let bob: TestIdentity;
beforeAll(async () => {
  mediator = await startMediator();
  ({ alice, bob } = await pair(mediator));
}, 60_000);
afterAll(() => mediator.stop());

async function inboxOf(identity: TestIdentity, limit = 100) {
  const rows: CommandReply<'QUERY_PENDING_EVENTS'>['pending_events'] = [];
  let cursor: string | null = null;
  do {
    const page: CommandReply<'QUERY_PENDING_EVENTS'> = await ask<'QUERY_PENDING_EVENTS'>(mediator, identity, {
      type: 'QUERY_PENDING_EVENTS',
      limit,
      cursor,
    });
    rows.push(...page.pending_events);
    cursor = page.next_cursor;
  } while (cursor);
  return rows;
}
const acknowledge = (identity: TestIdentity, event_ids: string[]) =>
  ask<'ACKNOWLEDGE_PENDING_EVENTS'>(mediator, identity, { type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids });
async function emptyInbox(identity: TestIdentity) {
  const ids = (await inboxOf(identity)).map(({ id }) => id);
  if (ids.length > 0) await acknowledge(identity, ids);
}

describe('pending events', () => {
  it('wait in order until they are acknowledged, by pages', async () => {
    const payloads = [ciphertext(), ciphertext(), ciphertext()];
    for (const payload of payloads) {
      const id = clientId();
      expect(await ask(mediator, alice, { type: 'SEND_EVENT', id, payload }, bob.did)).toEqual({
        event_id: id,
      });
    }
    const rows = await inboxOf(bob, 2);
    expect(rows.map(({ payload }) => payload)).toEqual(payloads);
    expect(rows[0]).toMatchObject({ sender_did: alice.did, timestamp: expect.any(Number) });
    const ids = rows.map(({ id }) => id);
    expect(await acknowledge(bob, [ids[1]!])).toEqual({ acknowledged: [ids[1]] });
    expect((await inboxOf(bob)).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(await acknowledge(bob, [...ids, 'no-such'])).toEqual({ acknowledged: [ids[0], ids[2]] });
    expect(await inboxOf(bob)).toEqual([]);
  });

  it('L-03 the same bytes under an id again are one event, also after it was acknowledged; other bytes conflict', async () => {
    const event = { type: 'SEND_EVENT', id: clientId(), payload: ciphertext() } as const;
    await ask(mediator, alice, event, bob.did);
    expect(await ask(mediator, alice, event, bob.did)).toEqual({ event_id: event.id });
    expect(await inboxOf(bob)).toHaveLength(1);
    await emptyInbox(bob);
    expect(await codeOf(mediator, alice, event, bob.did)).toBe('SUCCESS');
    const events = [{ id: event.id, payload: event.payload }];
    const batch = { type: 'SEND_EVENTS' as const, events };
    expect(await ask(mediator, alice, batch, bob.did)).toEqual({ results: [{ id: event.id, ok: true }] });
    expect(await inboxOf(bob)).toEqual([]);
    expect(await codeOf(mediator, alice, { ...event, payload: ciphertext() }, bob.did)).toBe('ID_CONFLICT');
  });

  it('T-50 an id belongs to its sender: another’s use of it is another event', async () => {
    const carol = await newcomer(mediator, 'carol');
    await ask(mediator, bob, {
      type: 'SAVE_COMMUNICATION_CONTRACT',
      signed_contract: await agree(carol, bob),
    });
    const id = clientId();
    for (const sender of [alice, carol]) {
      expect(await codeOf(mediator, sender, { type: 'SEND_EVENT', id, payload: ciphertext() }, bob.did)).toBe(
        'SUCCESS',
      );
    }
    expect(await inboxOf(bob)).toHaveLength(2);
    await emptyInbox(bob);
  });

  it('T-48 nobody acknowledges what is another’s', async () => {
    await ask(mediator, alice, { type: 'SEND_EVENT', id: clientId(), payload: ciphertext() }, bob.did);
    const [row] = await inboxOf(bob);
    expect(await acknowledge(alice, [row!.id])).toEqual({ acknowledged: [] });
    expect(await inboxOf(bob)).toHaveLength(1);
    await emptyInbox(bob);
  });

  it('come in batches of which each is accepted or refused for itself', async () => {
    const taken = { id: clientId(), payload: ciphertext() };
    await ask(mediator, alice, { type: 'SEND_EVENT', ...taken }, bob.did);
    const events = [
      { id: clientId(), payload: ciphertext() },
      { id: taken.id, payload: ciphertext() },
      { id: clientId(), payload: ciphertext() },
    ];
    const { results } = await ask<'SEND_EVENTS'>(mediator, alice, { type: 'SEND_EVENTS', events }, bob.did);
    expect(results).toEqual([
      { id: events[0]!.id, ok: true },
      { id: taken.id, ok: false, code: 'ID_CONFLICT' },
      { id: events[2]!.id, ok: true },
    ]);
    expect((await inboxOf(bob)).map(({ payload }) => payload)).toEqual([
      taken.payload,
      events[0]!.payload,
      events[2]!.payload,
    ]);
    await emptyInbox(bob);
  });

  it('fill an inbox up to its quota, in number and in bytes, and free it again', async () => {
    const small = await startMediator({ limits: { pending_events: 3, pending_bytes: 4_000 } });
    const { alice: from, bob: to } = await pair(small);
    const one = (bytes: number) =>
      ({ type: 'SEND_EVENT', id: clientId(), payload: ciphertext(bytes) }) as const;
    for (let i = 0; i < 3; i++) expect(await codeOf(small, from, one(400), to.did)).toBe('SUCCESS');
    const over = one(400);
    expect(await codeOf(small, from, over, to.did)).toBe('QUOTA_EXCEEDED');
    const events = [{ id: over.id, payload: over.payload }];
    expect(await ask(small, from, { type: 'SEND_EVENTS', events }, to.did)).toEqual({
      results: [{ id: over.id, ok: false, code: 'QUOTA_EXCEEDED' }],
    });
    await ask(small, to, { type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: ['1', '2'] });
    expect(await codeOf(small, from, over, to.did)).toBe('SUCCESS');
    expect(await codeOf(small, from, one(3_000), to.did)).toBe('QUOTA_EXCEEDED');
    await small.stop();
  }, 30_000);

  it('are given in pages of at most 2 MiB', async () => {
    const wide = await startMediator({ limits: { page_bytes: 5_000 } });
    const { alice: from, bob: to } = await pair(wide);
    for (let i = 0; i < 4; i++) {
      await ask(wide, from, { type: 'SEND_EVENT', id: clientId(), payload: ciphertext(1_500) }, to.did);
    }
    const page = await ask<'QUERY_PENDING_EVENTS'>(wide, to, { type: 'QUERY_PENDING_EVENTS' });
    expect(page.pending_events).toHaveLength(2);
    const rest = await ask<'QUERY_PENDING_EVENTS'>(wide, to, {
      type: 'QUERY_PENDING_EVENTS',
      cursor: page.next_cursor,
    });
    expect(rest).toMatchObject({ next_cursor: null });
    expect(rest.pending_events).toHaveLength(2);
    await wide.stop();
  }, 30_000);
});

describe('stored events', () => {
  const query = (identity: TestIdentity, more: object = {}) =>
    ask<'QUERY_EVENTS'>(mediator, identity, { type: 'QUERY_EVENTS', tags: [], ...more });
  const save = (identity: TestIdentity, events: { id: string; payload: string; tags: string[] }[]) =>
    ask<'SAVE_EVENTS'>(mediator, identity, { type: 'SAVE_EVENTS', events });
  const entry = (tags: string[] = []) => ({ id: clientId(), payload: ciphertext(), tags });

  it('are kept under the client’s id, of which the first wins', async () => {
    const owner = await newcomer(mediator, 'owner');
    const first = entry([tagBlob()]);
    expect(await save(owner, [first])).toEqual({ event_ids: [first.id] });
    expect(await save(owner, [{ ...entry(), id: first.id }])).toEqual({ event_ids: [first.id] });
    const { events, next_cursor } = await query(owner);
    expect(events).toEqual([{ ...first, created_at: expect.any(Number) }]);
    expect(next_cursor).toBeNull();
    expect((await query(await newcomer(mediator, 'other'))).events).toEqual([]);
  });

  it('are found by all of their tags, by time, in both orders, by pages', async () => {
    const owner = await newcomer(mediator, 'owner');
    const [chat, other] = [tagBlob(), tagBlob()];
    const entries = Array.from({ length: 7 }, (_, i) => entry(i % 2 === 0 ? [chat, other] : [chat]));
    await save(owner, entries);
    const ids = entries.map(({ id }) => id);
    const both = ids.filter((_, i) => i % 2 === 0);
    const found = async (more: object) => (await query(owner, more)).events.map(({ id }) => id);
    expect(await found({})).toEqual(ids);
    expect(await found({ order: 'desc' })).toEqual([...ids].reverse());
    expect(await found({ tags: [chat] })).toEqual(ids);
    expect(await found({ tags: [chat, other] })).toEqual(both);
    expect(await found({ tags: [other, chat, other], order: 'desc' })).toEqual([...both].reverse());
    expect(await found({ tags: [tagBlob()] })).toEqual([]);

    const time = (await query(owner)).events[0]!.created_at;
    for (const tags of [[], [chat]]) {
      expect(await found({ tags, after: time })).toEqual(ids);
      expect(await found({ tags, before: time + 60, order: 'desc' })).toEqual([...ids].reverse());
      expect(await found({ tags, after: time + 60 })).toEqual([]);
      expect(await found({ tags, before: time - 60 })).toEqual([]);
    }
    for (const order of ['asc', 'desc'] as const) {
      const read: string[] = [];
      let cursor: string | null = null;
      do {
        const page: CommandReply<'QUERY_EVENTS'> = await query(owner, {
          tags: [chat],
          order,
          limit: 3,
          cursor,
        });
        read.push(...page.events.map(({ id }) => id));
        cursor = page.next_cursor;
      } while (cursor);
      expect(read).toEqual(order === 'asc' ? ids : [...ids].reverse());
    }
  });

  it('get other tags, and only from their owner', async () => {
    const owner = await newcomer(mediator, 'owner');
    const [before, after] = [tagBlob(), tagBlob()];
    const one = entry([before]);
    await save(owner, [one]);
    const update: CommandPayload<'UPDATE_EVENT_TAGS'> = {
      type: 'UPDATE_EVENT_TAGS',
      events: [
        { event_id: one.id, tags: [after] },
        { event_id: 'no-such', tags: [] },
      ],
    };
    expect(await ask(mediator, alice, update)).toEqual({
      updated: 0,
    });
    expect(await ask(mediator, owner, update)).toEqual({
      updated: 1,
    });
    expect((await query(owner, { tags: [before] })).events).toEqual([]);
    expect((await query(owner, { tags: [after] })).events).toMatchObject([{ id: one.id, tags: [after] }]);
  });

  it('are destroyed for good: a late retry does not store them again', async () => {
    const owner = await newcomer(mediator, 'owner');
    const one = entry([tagBlob()]);
    await save(owner, [one]);
    const remove = { type: 'DELETE_EVENTS' as const, event_ids: [one.id, 'no-such'] };
    expect(await ask(mediator, alice, remove)).toEqual({
      deleted: [],
    });
    expect(await ask(mediator, owner, remove)).toEqual({
      deleted: [one.id],
    });
    expect(await save(owner, [one])).toEqual({ event_ids: [one.id] });
    expect((await query(owner)).events).toEqual([]);
    expect((await query(owner, { tags: one.tags })).events).toEqual([]);
  });

  it('have a quota, and a batch over it leaves nothing behind', async () => {
    const small = await startMediator({ limits: { stored_events: 2 } });
    const owner = await newcomer(small, 'owner');
    const events = [entry(), entry(), entry()];
    expect(await codeOf(small, owner, { type: 'SAVE_EVENTS', events })).toBe('QUOTA_EXCEEDED');
    const { events: kept } = await ask<'QUERY_EVENTS'>(small, owner, { type: 'QUERY_EVENTS', tags: [] });
    expect(kept).toEqual([]);
    expect(await codeOf(small, owner, { type: 'SAVE_EVENTS', events: events.slice(1) })).toBe('SUCCESS');
    await small.stop();
  }, 30_000);

  it('are not anchored by a mediator that has no anchor: it says so', async () => {
    const anchor = { room_id: 'ab'.repeat(32) };
    const save = { type: 'SAVE_EVENTS' as const, events: [entry()], anchor };
    expect(await codeOf(mediator, alice, save)).toBe('UNSUPPORTED_COMMAND');
  });

  it('T-55 cursors of another query, of nobody, or out of range are refused and show nothing', async () => {
    const { next_cursor } = await (async () => {
      const owner = await newcomer(mediator, 'owner');
      await save(owner, [entry(), entry()]);
      return query(owner, { limit: 1 });
    })();
    expect(next_cursor).not.toBeNull();
    expect((await query(alice, { cursor: next_cursor })).events).toEqual([]);
    const forged = ["events.asc:1' or 1=1", 'events.asc:-1', 'events.asc:1e9', 'pending:1', '%', '\u0000'];
    for (const text of forged) {
      const cursor = Buffer.from(text).toString('base64url');
      expect(await codeOf(mediator, alice, { type: 'QUERY_EVENTS', tags: [], cursor })).toBe(
        'INVALID_COMMAND',
      );
    }
    expect(await codeOf(mediator, alice, { type: 'QUERY_PENDING_EVENTS', cursor: next_cursor })).toBe(
      'INVALID_COMMAND',
    );
  });
});

describe('public events', () => {
  const publish = async (channel_id: string, event = '{"text":"hello"}', publisher = alice) => {
    const unsigned = {
      publisher_did: publisher.did,
      channel_id,
      event,
      tags: ['news'],
      timestamp: Math.floor(Date.now() / 1000),
    };
    const signed = await signPublicEvent(unsigned, publisher.signer);
    const { publisher_did, ...rest } = signed;
    return { signed, payload: { type: 'PUBLISH_PUBLIC_EVENT', ...rest } as const };
  };

  it('L-03 are repeated with SUCCESS at a full quota too, and given in pages of at most 2 MiB', async () => {
    const small = await startMediator({ limits: { public_events_per_identity: 3, page_bytes: 5_000 } });
    const owner = await newcomer(small, 'owner');
    const [first, ...others] = await Promise.all(
      ['a', 'b', 'c', 'd'].map((letter) => publish('board', letter.repeat(2_000), owner)),
    );
    const accepted = await ask(small, owner, first!.payload);
    for (const { payload } of others.slice(0, 2)) await ask(small, owner, payload);
    expect(await codeOf(small, owner, others[2]!.payload)).toBe('QUOTA_EXCEEDED');
    expect(await ask(small, owner, first!.payload)).toEqual(accepted);

    const read = async (query: string) =>
      (await (await fetch(`${small.url}/public/${owner.did}${query}`)).json()) as {
        events: object[];
        next_cursor: string | null;
      };
    const page = await read('');
    expect(page.events).toHaveLength(2);
    expect(await read(`?cursor=${page.next_cursor}`)).toMatchObject({
      events: [{ event: 'c'.repeat(2_000) }],
      next_cursor: null,
    });
    await small.stop();
  }, 30_000);

  it('are read by anybody with their signature, and taken back by their publisher only', async () => {
    const one = await publish('board');
    const { public_event_id } = await ask<'PUBLISH_PUBLIC_EVENT'>(mediator, alice, one.payload);
    expect(await ask(mediator, alice, one.payload)).toEqual({ public_event_id });
    await ask(mediator, alice, (await publish('other')).payload);
    const read = async (query = '') =>
      (await (await fetch(`${mediator.url}/public/${encodeURIComponent(alice.did)}${query}`)).json()) as {
        events: object[];
        next_cursor: string | null;
      };
    expect((await read()).events).toHaveLength(2);
    expect((await read('?channel_id=board')).events).toEqual([{ public_event_id, ...one.signed }]);
    const page = await read('?limit=1');
    expect(page.events).toHaveLength(1);
    expect((await read(`?limit=1&cursor=${page.next_cursor}`)).next_cursor).toBeNull();

    const forged = { ...one.payload, event: '{"text":"other"}' };
    expect(await codeOf(mediator, alice, forged)).toBe('INVALID_SIGNATURE');
    expect(await codeOf(mediator, bob, one.payload)).toBe('INVALID_SIGNATURE');
    const remove = { type: 'DELETE_PUBLIC_EVENT', public_event_id } as const;
    const refused = [
      await send(mediator, bob, mediator.did, remove),
      await send(mediator, bob, mediator.did, { ...remove, public_event_id: 'no-such' }),
    ];
    expect({ ...refused[0], timestamp: 0 }).toEqual({ ...refused[1], timestamp: 0 });
    expect(refused[0]).toMatchObject({ code: 'NOT_FOUND' });
    expect(await ask(mediator, alice, remove)).toEqual({ public_event_id });
    expect((await read()).events).toHaveLength(1);
    expect((await fetch(`${mediator.url}/public/nobody`)).status).toBe(400);
    expect((await fetch(`${mediator.url}/public/${alice.did}?limit=1000000000`)).status).toBe(400);
  });
});
