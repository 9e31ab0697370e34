import { randomBytes } from 'node:crypto';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { freshBuild } from './fresh-build.ts';
import { measureSizes } from './measure-sizes.ts';

async function overBudget(outputRoot: string): Promise<string[]> {
  return (await measureSizes(outputRoot))
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ what, bytes, limit }) => `${what}: ${(bytes / 1000).toFixed(1)} kB, goal ≤ ${limit / 1000} kB`);
}

/** Adds 100 kB of noise to each weighed thing of a copy; returns what was not noticed. */
async function unnoticedBallast(outputRoot: string): Promise<string[]> {
  const copy = await mkdtemp(join(tmpdir(), 'companion-ballast-'));
  try {
    const loads = ['background.js', 'popup.html', 'provider.js', 'relay.js'];
    await cp(outputRoot, copy, { recursive: true });
    for (const load of loads) {
      await appendFile(join(copy, 'chrome-mv3', load), `//${randomBytes(100_000).toString('base64')}`);
    }
    const seen = await overBudget(copy);
    return ['background', 'popup', 'provider', 'relay']
      .filter((part) => !seen.some((line) => line.startsWith('chrome') && line.includes(part)))
      .map((part) => `100 kB too many in the ${part} were not noticed`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** The budgets of performance.md *Budgets* (P3, P11): bytes in every page, background, first paint, download. */
export const sizeBudgetsCheck: Check = {
  name: 'size budgets',
  async run() {
    const out = await freshBuild();
    return [...(await unnoticedBallast(out)), ...(await overBudget(out))];
  },
};
