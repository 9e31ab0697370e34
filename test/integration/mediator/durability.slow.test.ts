import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { CommandReply } from '../../../lib/protocol/commands.ts';
import {
  ask,
  ciphertext,
  clientId,
  makeCommand,
  pair,
  post,
  type TestIdentity,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const LIMITS = { unauthenticated_per_minute: 100_000, events_per_second: 10_000, events_burst: 10_000 };

async function inboxOf(mediator: RunningMediator, identity: TestIdentity): Promise<string[]> {
  const payloads: string[] = [];
  let cursor: string | null = null;
  do {
    const page: CommandReply<'QUERY_PENDING_EVENTS'> = await ask<'QUERY_PENDING_EVENTS'>(mediator, identity, {
      type: 'QUERY_PENDING_EVENTS',
      cursor,
    });
    payloads.push(...page.pending_events.map(({ payload }) => payload));
    cursor = page.next_cursor;
  } while (cursor);
  return payloads;
}

/** Sends one event after another until the mediator is gone; gives what was acknowledged and what was tried. */
async function sendUntilGone(mediator: RunningMediator, from: TestIdentity, to: TestIdentity) {
  const acknowledged: string[] = [];
  const tried: { id: string; payload: string }[] = [];
  for (;;) {
    const event = { id: clientId(), payload: ciphertext() };
    tried.push(event);
    try {
      const response = await post(
        mediator,
        await makeCommand(from, to.did, { type: 'SEND_EVENT', ...event }),
      );
      if (response.status === 200) acknowledged.push(event.payload);
    } catch {
      return { acknowledged, tried };
    }
  }
}

describe('R-02 SIGKILL under load', () => {
  it('loses nothing acknowledged, and a retry of everything stores nothing twice', async () => {
    let mediator = await startMediator({ limits: LIMITS });
    const { alice, bob } = await pair(mediator);
    const acknowledged = new Set<string>();
    const tried: { id: string; payload: string }[] = [];
    for (let round = 0; round < 3; round++) {
      const senders = Array.from({ length: 6 }, () => sendUntilGone(mediator, alice, bob));
      await expect
        .poll(() => inboxOf(mediator, bob).then((rows) => rows.length))
        .toBeGreaterThan(tried.length + 10);
      await mediator.kill();
      for (const sent of await Promise.all(senders)) {
        for (const payload of sent.acknowledged) acknowledged.add(payload);
        tried.push(...sent.tried);
      }
      mediator = await startMediator({ dataDir: mediator.dataDir, port: mediator.port, limits: LIMITS });
      const inbox = await inboxOf(mediator, bob);
      for (const payload of acknowledged) expect(inbox).toContain(payload);
    }
    for (const event of tried) await ask(mediator, alice, { type: 'SEND_EVENT', ...event }, bob.did);
    const inbox = await inboxOf(mediator, bob);
    expect(inbox.sort()).toEqual(tried.map(({ payload }) => payload).sort());
    await mediator.stop();
  }, 120_000);
});

describe('a graceful stop', () => {
  it('answers what was begun, says goodbye to sockets, and ends with 0', async () => {
    const mediator = await startMediator({ limits: LIMITS });
    const { alice, bob } = await pair(mediator);
    const socket = new WebSocket(`${mediator.url.replace('http', 'ws')}/commands`);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    const senders = Array.from({ length: 6 }, () => sendUntilGone(mediator, alice, bob));
    await expect.poll(() => inboxOf(mediator, bob).then((rows) => rows.length)).toBeGreaterThan(5);
    expect(await mediator.stop()).toBe(0);
    expect(await closed).toBe(1001);
    const sent = (await Promise.all(senders)).flatMap(({ acknowledged }) => acknowledged);
    const again = await startMediator({ dataDir: mediator.dataDir, port: mediator.port, limits: LIMITS });
    const inbox = await inboxOf(again, bob);
    for (const payload of sent) expect(inbox).toContain(payload);
    await again.stop();
  }, 60_000);
});
