import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { type FirefoxCompanion, launchFirefox } from '../support/launch-firefox.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { connectBrowsers } from './support/browser-pair.ts';
import { extensionRpc } from './support/extension-rpc.ts';
import { setFirefoxPref } from './support/firefox-pref.ts';
import { randomFrom, runSeed } from './support/random.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';
import { storm } from './support/storm.ts';

const MESSAGES = size(200, 2_000);

const mediators: RunningMediator[] = [];
const browsers: FirefoxCompanion[] = [];

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
  for (const mediator of mediators.splice(0)) await mediator.stop();
});

/** Marks the background that runs now and tells whether it is another than the last one. */
const isNewBackground = (page: Page) =>
  page.evaluate(() => {
    const { extension } = Reflect.get(globalThis, 'browser') as {
      extension: { getBackgroundPage(): Record<string, unknown> | null };
    };
    const background = extension.getBackgroundPage();
    if (background === null || background.seenByTest === true) return false;
    background.seenByTest = true;
    return true;
  });

describe('kill storm in Firefox', () => {
  it(`R-01 ${MESSAGES} messages while both backgrounds are suspended half a second after every wake`, async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    mediators.push(await startMediator(), await startMediator());
    browsers.push(await launchFirefox(), await launchFirefox());
    const pages = await Promise.all(browsers.map((browser) => browser.popup('/me')));
    const rpcs = pages.map((page) => extensionRpc(page));
    const [first, second] = mediators.map(({ did }) => did);
    const people = await connectBrowsers([
      { name: 'Alice', rpc: rpcs[0]!, mediatorDid: first! },
      { name: 'Bob', rpc: rpcs[1]!, mediatorDid: second! },
    ]);

    // Only now: deriving the key of a password takes longer than half a second on a busy machine, and is never over then.
    for (const { browser } of browsers) {
      await setFirefoxPref(browser, 'extensions.background.idle.timeout', 500);
    }

    let backgrounds = 0;
    const counting = setInterval(() => {
      for (const page of pages)
        void isNewBackground(page).then(
          (is) => (backgrounds += is ? 1 : 0),
          () => undefined,
        );
    }, 100);
    const start = performance.now();
    try {
      const { total, arrivedAfterMs } = await storm(
        people,
        // Now a burst, now a pause longer than the background is given.
        {
          each: MESSAGES / 2,
          pause: () => (random.chance(0.6) ? 0 : 800 + random.below(1_600)),
          healing: 60_000,
        },
        () => undefined,
      );
      report('kill storm, Firefox', {
        seed,
        messages: total,
        backgrounds,
        'calls without an answer': rpcs[0]!.unanswered() + rpcs[1]!.unanswered(),
        seconds: Math.round((performance.now() - start) / 1_000),
        'all arrived after ms': arrivedAfterMs,
      });
    } finally {
      clearInterval(counting);
    }
    expect(backgrounds).toBeGreaterThan(10);
  });
});
