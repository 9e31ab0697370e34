import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { servePreview } from './serve-preview.ts';

/** The preview in a Chromium of its own. */
export interface OpenPreview {
  url: string;
  page: Page;
  context: BrowserContext;
  /** Everything the page complained about since the last call: exceptions and refusals of the content security policy. */
  complaints(): string[];
  /** Serious and critical findings of axe on the page as it is. */
  axe(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens it; nothing is loaded yet. */
export async function openPreview(): Promise<OpenPreview> {
  const server = await servePreview();
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return {
    url: server.url,
    page,
    context,
    complaints: () => complaints.splice(0),
    async axe() {
      await page.evaluate(axe);
      const findings = await page.evaluate(async () => {
        const engine = Reflect.get(globalThis, 'axe') as {
          run(): Promise<{
            passes: unknown[];
            violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
          }>;
        };
        const { violations, passes } = await engine.run();
        if (passes.length < 5) return ['axe looked at nothing'];
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) =>
            nodes.map(
              ({ html, failureSummary }) =>
                `${id}: ${html.slice(0, 200)} ${failureSummary.split('\n')[1] ?? ''}`,
            ),
          );
      });
      return findings;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
