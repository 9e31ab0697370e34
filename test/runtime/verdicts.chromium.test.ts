import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { launchChromium } from '../support/launch-chromium.ts';
import { allCases } from './all-cases.ts';
import { buildCaseExtension } from './build-case-extension.ts';
import { expectResults } from './expect-results.ts';
import { type CaseResults, runCases } from './run-cases.ts';

describe('verdict tables in Chromium’s extension worker', () => {
  it('T-66 T-67 T-70 gives every row the verdict it has in Node', async () => {
    const cases = allCases();
    const extensionPath = await buildCaseExtension('chromium', cases);
    const chromium = await launchChromium({ extensionPath });
    try {
      const page = await chromium.popup();
      await page.waitForFunction(() => document.body.textContent?.startsWith('{'), undefined, {
        timeout: 90_000,
      });
      const results = JSON.parse((await page.textContent('body')) ?? '') as CaseResults;
      expect(results).not.toHaveProperty('failure');
      await expectResults(cases, results);
      expect(results).toEqual(await runCases(cases));
    } finally {
      await chromium.close();
      await rm(extensionPath, { recursive: true, force: true });
    }
  });
});
