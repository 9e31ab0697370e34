import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { type ChromiumCompanion, launchChromium } from '../support/launch-chromium.ts';
import { writeAnsweringExtension } from './extensions/write-answering-extension.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';

const WAKES = 200;
/** An answer that takes longer counts as a lost message. */
const LOST_MS = 10_000;

/** Milliseconds to the answer, or null when none came. */
type Ask = (page: Page) => Promise<number | null>;

const askProvider: Ask = (page) =>
  page.evaluate(async (lostMs) => {
    const { decentrl } = globalThis as unknown as {
      decentrl: { request(call: { method: string }): Promise<unknown> };
    };
    const startedAt = performance.now();
    const lost = new Promise<null>((resolve) => setTimeout(resolve, lostMs, null));
    const answer = decentrl.request({ method: 'decentrl_getCapabilities' }).then(() => true);
    return (await Promise.race([answer, lost])) === null ? null : performance.now() - startedAt;
  }, LOST_MS);

const askFloor: Ask = (page) =>
  page.evaluate(
    (lostMs) =>
      new Promise<number | null>((resolve) => {
        const startedAt = performance.now();
        addEventListener('floor:answer', () => resolve(performance.now() - startedAt), { once: true });
        setTimeout(resolve, lostMs, null);
        dispatchEvent(new CustomEvent('floor:ask'));
      }),
    LOST_MS,
  );

/** P4: a killed worker to its first answer to a page, beside an extension whose worker only answers; taken in turns. */
export async function p4Wake(): Promise<Figure[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'decentrl-p4-'));
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>empty</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const browsers: ChromiumCompanion[] = [];
  try {
    const folder = join(scratch, 'answers');
    await writeAnsweringExtension(folder);
    const cases: { browser: ChromiumCompanion; page: Page; ask: Ask; times: number[]; lost: number }[] = [];
    for (const [ask, extensionPath] of [
      [askProvider, undefined],
      [askFloor, folder],
    ] as const) {
      const browser = await launchChromium(extensionPath === undefined ? {} : { extensionPath });
      browsers.push(browser);
      const page = await browser.context.newPage();
      await page.goto(`http://127.0.0.1:${address.port}/`);
      await ask(page);
      cases.push({ browser, page, ask, times: [], lost: 0 });
    }
    for (let wake = 0; wake < WAKES; wake += 1) {
      for (const one of cases) {
        await one.browser.killWorker();
        const ms = await one.ask(one.page);
        if (ms === null) one.lost += 1;
        else one.times.push(ms);
      }
    }
    const [ours, floor] = cases;
    if (ours === undefined || floor === undefined) throw new Error('nothing was measured');
    const value = percentile(ours.times, 95);
    const besideValue = percentile(floor.times, 95);
    const ratio = value / besideValue;
    return [
      {
        id: 'P4',
        what: `killed worker to its first answer, p95 of ${WAKES}`,
        value,
        unit: 'ms',
        beside: 'an extension whose worker only answers',
        besideValue,
        ratio,
        goal: '≤ 3, no first message lost',
        met: ratio <= 3 && ours.lost === 0,
        note: `p50 ${percentile(ours.times, 50).toFixed(1)} and ${percentile(floor.times, 50).toFixed(1)} ms; lost ${ours.lost} and ${floor.lost}`,
      },
    ];
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
