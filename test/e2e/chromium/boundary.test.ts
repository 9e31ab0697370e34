import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PageServer, servePages } from '../../support/boundary/serve-pages.ts';
import { callProvider } from '../../support/dapp-page.ts';
import { type ChromiumCompanion, launchChromium } from '../../support/launch-chromium.ts';
import { openInChromium } from '../../support/open-companion.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { boundarySuite } from '../suites/boundary-suite.ts';

boundarySuite(openInChromium);

declare const chrome: { runtime: { reload(): void } };

describe('what only Chromium does', () => {
  let pages: PageServer;
  let browser: ChromiumCompanion;
  const windows = () => browser.context.pages().filter((page) => page.url().includes('surface=window'));

  beforeAll(async () => {
    pages = await servePages(() => ({ body: '<!doctype html><title>Site</title>' }));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
  });

  it('T-22 is found by its announcement where something else sits at its name', async () => {
    const page = await browser.context.newPage();
    await page.addInitScript(() => {
      try {
        Object.defineProperty(window, 'decentrl', { get: () => 'squatter', configurable: false });
      } catch {
        // The companion was here first.
      }
    });
    await page.goto(pages.url('/'));
    const version = await page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('decentrl:announceProvider', ({ detail }) => {
            detail.provider
              .request({ method: 'decentrl_getCapabilities' })
              .then(({ apiVersion }) => resolve(apiVersion), resolve);
          });
          dispatchEvent(new Event('decentrl:requestProvider'));
        }),
    );
    expect(version).toBe('1.0');
    await page.close();
  });

  it('L-06 gives one answer though the worker dies five times while the window is open', async () => {
    const page = await browser.context.newPage();
    await page.goto(pages.url('/'));
    const answer = callProvider(page, 'decentrl_requestIdentities');
    const [question] = await waitUntil('the question', () => (windows().length > 0 ? windows() : undefined));
    for (let death = 0; death < 5; death++) await browser.killWorker();
    await question?.close();
    expect(await answer).toMatchObject({ error: { code: 4001, data: { cause: 'dismissed' } } });
    await page.close();
  });

  it('L-18 tells an open page 4900 when the extension is reloaded', async () => {
    const [page, unused] = [await browser.context.newPage(), await browser.context.newPage()];
    await page.goto(pages.url('/'));
    await unused.goto(pages.url('/'));
    await callProvider(page, 'decentrl_getCapabilities');
    const waiting = callProvider(page, 'decentrl_requestIdentities');
    await waitUntil('the question', () => windows().length > 0);
    await browser.worker.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
    expect(await waiting).toMatchObject({ error: { code: 4900 } });
    expect(await callProvider(page, 'decentrl_identities')).toMatchObject({ error: { code: 4900 } });
    // Its relay had not begun yet.
    expect(await callProvider(unused, 'decentrl_identities')).toMatchObject({ error: { code: 4900 } });
    await Promise.all([page.close(), unused.close()]);
  });
});
