import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { befriend, type ClientStack, clientStack, eventsTo, fastTimers, payloadsOf } from './client-stack.ts';
import { startTcpProxy } from './tcp-proxy.ts';

const stacks: ClientStack[] = [];
const ends: (() => Promise<unknown>)[] = [];

async function stack(mediatorDid: string, timers = fastTimers(1)): Promise<ClientStack> {
  const made = await clientStack({ mediatorDid, timers });
  stacks.push(made);
  return made;
}

afterEach(async () => {
  for (const { sync, outbox } of stacks.splice(0)) {
    sync.stop();
    outbox.stop();
  }
  for (const end of ends.splice(0)) await end();
});

describe('a bad network', () => {
  it('T-45 receives everything although its socket died without a word', async () => {
    const port = await freePort();
    const proxy = await startTcpProxy(port);
    const mediator = await startMediator({ port, env: { PUBLIC_URL: proxy.url } });
    ends.push(proxy.close, mediator.stop);
    const alice = await stack(mediator.did);
    // The clock of this companion's timers runs ten times as fast: a ping every two seconds.
    const bob = await stack(mediator.did, fastTimers(10));
    await alice.register();
    await bob.register();
    await befriend(alice, bob, { ...mediator, url: proxy.url });
    await bob.sync.start();
    await waitUntil('the socket', () => bob.sync.status(0).connected);
    proxy.stall();
    const rows = eventsTo(bob, 100);
    await alice.enqueue(rows);
    await waitUntil('the sender to get through', () => alice.endings.length === 100, 30_000);
    await waitUntil('all events', () => bob.received.size === 100, 30_000);
    expect([...bob.received.keys()]).toEqual(payloadsOf(rows));
    await waitUntil('a new socket', () => bob.sync.status(0).connected, 30_000);
  });

  it('L-03 loses and doubles nothing when the mediator is killed while it is sent to', async () => {
    let mediator: RunningMediator = await startMediator();
    const { did, port, dataDir } = mediator;
    ends.push(() => mediator.stop());
    const alice = await stack(did, fastTimers(10));
    const bob = await stack(did, fastTimers(10));
    await alice.register();
    await bob.register();
    await befriend(alice, bob, mediator);
    const rows = eventsTo(bob, 1_200);
    await alice.enqueue(rows);
    for (const least of [100, 400, 800]) {
      await waitUntil(`${least} accepted`, () => alice.endings.length >= least, 30_000);
      await mediator.kill();
      mediator = await startMediator({ dataDir, port });
    }
    await waitUntil('all sent', () => alice.endings.length === rows.length, 30_000);
    expect(alice.endings).toEqual(rows.map(({ id }) => `accepted:${id}`));
    await bob.sync.syncIdentity(0);
    await waitUntil('all received', () => bob.received.size === rows.length, 30_000);
    expect([...bob.received.keys()]).toEqual(payloadsOf(rows));
    expect([...bob.received.values()].every((times) => times === 1)).toBe(true);
  });
});
