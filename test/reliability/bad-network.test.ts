import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type NodeCompanion, nodeCompanion } from '../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type ChaosProxy, startChaosProxy, type Weather } from './support/chaos-proxy.ts';
import { connectPair, type Talker } from './support/connect-pair.ts';
import { createHistory, faultless, judge, missedFaults } from './support/history.ts';
import { randomFrom, runSeed } from './support/random.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';

const SECONDS = size(30, 300);
const HEALING_MS = 60_000;
const BAD: Weather = { drop: 0.2, duplicate: 0.2, delay: 3_000, halfOpen: 0.03 };

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe('a bad network', () => {
  it(`R-04 ${SECONDS} s of 20 % drops, 20 % repeated requests, delays to 3 s and half-open sockets: all delivered in 60 s after it heals`, async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    const mediators: RunningMediator[] = [];
    const proxies: ChaosProxy[] = [];
    for (let at = 0; at < 2; at++) {
      const port = await freePort();
      const proxy = await startChaosProxy(port, random);
      ends.push(proxy.stop);
      proxies.push(proxy);
      const mediator = await startMediator({
        port,
        env: { PUBLIC_URL: `http://127.0.0.1:${proxy.port}` },
      });
      ends.push(mediator.stop);
      mediators.push(mediator);
    }
    const companions: [NodeCompanion, NodeCompanion] = [
      await nodeCompanion({ offline: false }),
      await nodeCompanion({ offline: false }),
    ];
    for (const one of companions) ends.push(one.stop);
    const people = await connectPair(companions, [mediators[0]!.did, mediators[1]!.did]);
    for (const { companion } of people) await companion.app.sync.start();

    for (const proxy of proxies) proxy.setWeather(BAD);
    const history = createHistory();
    const end = performance.now() + SECONDS * 1_000;
    const talk = async ({ say }: Talker, name: string) => {
      for (let at = 0; performance.now() < end; at++) {
        await say(`${name} ${at}`);
        history.acknowledged(name, `${name} ${at}`);
        await delay(random.below(200));
      }
    };
    await Promise.all([talk(people[0], 'from Alice'), talk(people[1], 'from Bob')]);
    const sent = judge(history.read()).total;
    const early = (await Promise.all(people.map((one) => one.texts('in')))).flat().length;

    for (const proxy of proxies) proxy.setWeather(null);
    const healed = performance.now();
    await waitUntil(
      'everything to be delivered',
      async () => {
        // What the alarm does once a minute; the rest is the companions' own doing.
        if (performance.now() - healed > 30_000) for (const one of companions) await one.app.sync.wake();
        const seen = (await Promise.all(people.map((one) => one.texts('in')))).flat();
        return new Set(seen).size >= sent;
      },
      HEALING_MS,
    );
    const healedMs = Math.round(performance.now() - healed);
    for (const text of await people[1].texts('in')) history.visible('from Alice', text);
    for (const text of await people[0].texts('in')) history.visible('from Bob', text);
    const [a, b] = proxies.map((proxy) => proxy.counts());
    report('bad network', {
      seed,
      seconds: SECONDS,
      messages: sent,
      'delivered in bad weather': early,
      'all delivered after ms': healedMs,
      connections: a!.connections + b!.connections,
      dropped: a!.dropped + b!.dropped,
      duplicated: a!.duplicated + b!.duplicated,
      delayed: a!.delayed + b!.delayed,
      'half open': a!.halfOpen + b!.halfOpen,
    });
    expect(judge(history.read())).toEqual(faultless(sent));
    expect(missedFaults(history.read())).toEqual([]);
    for (const what of ['dropped', 'duplicated', 'delayed', 'halfOpen'] as const) {
      expect(a![what] + b![what], what).toBeGreaterThan(0);
    }
    expect(sent).toBeGreaterThan(SECONDS * 4);
  });
});
