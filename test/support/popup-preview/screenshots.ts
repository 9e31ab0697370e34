/** Takes a picture of every screen in light and dark into artifacts/preview; arguments choose by name. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { PREVIEW_SCREENS } from './preview-screens.ts';
import { servePreview } from './serve-preview.ts';
import { POPUP_SIZE, showScreen } from './show-screen.ts';

const TARGET = fileURLToPath(new URL('../../../artifacts/preview/', import.meta.url));
const only = process.argv.slice(2);
const chosen = PREVIEW_SCREENS.filter(
  ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
);

await mkdir(TARGET, { recursive: true });
const preview = await servePreview();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
try {
  for (const theme of ['light', 'dark']) {
    const context = await browser.newContext({ deviceScaleFactor: 2, locale: 'en-GB' });
    for (const screen of chosen) {
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(`${screen.name}: ${error.message}`));
      await page.setViewportSize(screen.size ?? POPUP_SIZE);
      try {
        await showScreen(page, preview.url, screen, `&theme=${theme}`);
        await page.screenshot({ path: `${TARGET}${screen.name}-${theme}.png` });
      } catch (error) {
        console.error(`${screen.name} (${theme}): ${String(error).split('\n')[0]}`);
        await page.screenshot({ path: `${TARGET}${screen.name}-${theme}.png` });
      }
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
  await preview.close();
}
