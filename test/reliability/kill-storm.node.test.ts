import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type NodeCompanion, nodeCompanion } from '../support/node-companion.ts';
import { startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectPair, killCompanion, type Talker } from './support/connect-pair.ts';
import { createHistory, faultless, judge, missedFaults } from './support/history.ts';
import { randomFrom, runSeed } from './support/random.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';

const EACH = size(500, 5_000);

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe('kill storm in Node', () => {
  it(`R-01 ${EACH * 2} messages while both apps are ended and made again every 20 to 400 ms`, async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    const mediators = [await startMediator(), await startMediator()];
    for (const one of mediators) ends.push(one.stop);
    const companions: [NodeCompanion, NodeCompanion] = [
      await nodeCompanion({ offline: false }),
      await nodeCompanion({ offline: false }),
    ];
    for (const one of companions) ends.push(one.stop);
    const people = await connectPair(companions, [mediators[0]!.did, mediators[1]!.did]);
    const history = createHistory();
    let raging = true;
    let kills = 0;
    let unanswered = 0;

    const killers = companions.map(async (companion) => {
      while (raging) {
        await delay(20 + random.below(380));
        if (!raging) return;
        await killCompanion(companion);
        kills += 1;
        companion.app.startSoon();
      }
    });
    const write = async ({ say }: Talker, name: string) => {
      for (let at = 0; at < EACH; at++) {
        const text = `${name} ${at}`;
        // The app under it may end at any step; the same key again is the same message.
        for (;;) {
          try {
            await say(text, text);
            break;
          } catch {
            unanswered += 1;
            await delay(5);
          }
        }
        history.acknowledged(name, text);
      }
    };
    try {
      await Promise.all([write(people[0], 'from Alice'), write(people[1], 'from Bob')]);
    } finally {
      raging = false;
      await Promise.all(killers);
    }
    await waitUntil(
      'everything to arrive',
      async () => {
        for (const one of companions) await one.sync();
        const counts = await Promise.all(people.map(async (one) => (await one.texts('in')).length));
        return counts.every((count) => count >= EACH);
      },
      60_000,
    );
    for (const text of await people[1].texts('in')) history.visible('from Alice', text);
    for (const text of await people[0].texts('in')) history.visible('from Bob', text);
    report('kill storm, Node', { seed, messages: EACH * 2, kills, 'broken off': unanswered });
    expect(judge(history.read())).toEqual(faultless(EACH * 2));
    expect(missedFaults(history.read())).toEqual([]);
    expect(kills).toBeGreaterThan(10);
  });
});
