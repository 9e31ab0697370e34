import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { launchFirefox } from '../support/launch-firefox.ts';
import { waitUntil } from '../support/wait-until.ts';
import { allCases } from './all-cases.ts';
import { buildCaseExtension } from './build-case-extension.ts';
import { expectResults } from './expect-results.ts';
import { type CaseResults, runCases } from './run-cases.ts';

describe('verdict tables in Firefox’s background', () => {
  it('T-66 T-67 T-70 gives every row the verdict it has in Node', async () => {
    const cases = allCases();
    const extensionPath = await buildCaseExtension('firefox', cases);
    const firefox = await launchFirefox({ extensionPath });
    try {
      const page = await firefox.popup();
      const text = await waitUntil(
        'the background to run the tables',
        async () => {
          const shown = await page.evaluate(() => document.body.textContent ?? '');
          return shown.startsWith('{') && shown;
        },
        90_000,
      );
      const results = JSON.parse(text) as CaseResults;
      expect(results).not.toHaveProperty('failure');
      await expectResults(cases, results);
      expect(results).toEqual(await runCases(cases));
    } finally {
      await firefox.close();
      await rm(extensionPath, { recursive: true, force: true });
    }
  });
});
