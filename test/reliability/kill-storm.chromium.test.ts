import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChromiumCompanion, launchChromium } from '../support/launch-chromium.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { connectBrowsers } from './support/browser-pair.ts';
import { extensionRpc } from './support/extension-rpc.ts';
import { randomFrom, runSeed } from './support/random.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';
import { storm } from './support/storm.ts';

const MESSAGES = size(1_000, 10_000);

const mediators: RunningMediator[] = [];
const browsers: ChromiumCompanion[] = [];

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
  for (const mediator of mediators.splice(0)) await mediator.stop();
});

describe('kill storm in Chromium', () => {
  it(`R-01 ${MESSAGES} messages while both workers are killed every 0.2 to 2 s: none lost, none twice, in order`, async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    mediators.push(await startMediator(), await startMediator());
    browsers.push(await launchChromium(), await launchChromium());
    const rpcs = await Promise.all(browsers.map(async (browser) => extensionRpc(await browser.popup('/me'))));
    const [first, second] = mediators.map(({ did }) => did);
    const people = await connectBrowsers([
      { name: 'Alice', rpc: rpcs[0]!, mediatorDid: first! },
      { name: 'Bob', rpc: rpcs[1]!, mediatorDid: second! },
    ]);

    let raging = true;
    let kills = 0;
    const killers = browsers.map(async (browser) => {
      while (raging) {
        await delay(200 + random.below(1_800));
        if (!raging) return;
        await browser.killWorker();
        kills += 1;
      }
    });
    const start = performance.now();
    try {
      const { total, arrivedAfterMs } = await storm(people, { each: MESSAGES / 2, healing: 60_000 }, () => {
        raging = false;
      });
      report('kill storm, Chromium', {
        seed,
        messages: total,
        kills,
        'calls without an answer': rpcs[0]!.unanswered() + rpcs[1]!.unanswered(),
        seconds: Math.round((performance.now() - start) / 1_000),
        'all arrived after ms': arrivedAfterMs,
      });
    } finally {
      raging = false;
      await Promise.all(killers);
    }
    expect(kills).toBeGreaterThan(10);
  });
});
