import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onboard } from '../../support/companion.ts';
import { type ChromiumCompanion, launchChromium } from '../../support/launch-chromium.ts';
import { playwrightPage } from '../../support/playwright-page.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const routes = [
  '/',
  '/requests',
  '/approvals',
  '/new',
  '/me',
  '/settings',
  '/settings/sites',
  '/settings/lock',
  '/settings/mediator',
  '/settings/wallets',
  '/settings/escrows',
  '/settings/chain',
  '/settings/diagnostics',
];

async function seriousFindings(page: Page): Promise<string[]> {
  const results = await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as { run(): Promise<AxeResults> };
    return JSON.stringify(await axe.run());
  });
  const { violations, passes } = JSON.parse(results) as AxeResults;
  expect(passes.length).toBeGreaterThan(5);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe('accessibility of the popup', () => {
  let mediator: RunningMediator;
  let companion: ChromiumCompanion;
  let page: Page;

  beforeAll(async () => {
    mediator = await startMediator();
    companion = await launchChromium();
    page = await companion.popup();
    await page.setViewportSize({ width: 360, height: 600 });
    const password = 'harbour lantern quietly 42';
    await onboard(playwrightPage(page), { name: 'Alice', mediator: mediator.did, password });
    const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await page.evaluate(await readFile(file, 'utf8'));
  });
  afterAll(async () => {
    await companion?.close();
    await mediator?.stop();
  });

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each(routes)('axe finds nothing serious on %s', async (route) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await playwrightPage(page).route(route);
      await page.locator('main').first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    });
  });

  it.each([320, 360, 800])('nothing is wider than a window of %i px', async (width) => {
    await page.setViewportSize({ width, height: 600 });
    for (const route of routes) {
      await playwrightPage(page).route(route);
      await page.locator('main').first().waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ route, overflow: Math.max(0, overflow) }).toEqual({ route, overflow: 0 });
    }
  });
});
