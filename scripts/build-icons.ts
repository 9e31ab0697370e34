/** Draws public/icon/*.png from the two drawings below, crisp at each size: `node scripts/build-icons.ts`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const TARGET = fileURLToPath(new URL('../public/icon/', import.meta.url));
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Two halves that face each other and touch nowhere: the two sides of a contract, nobody in between. */
const LARGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
  <rect x="4" y="4" width="120" height="120" rx="30" fill="#0f6b5c"/>
  <path d="M58 25v78L23.5 68.500a6.4 6.4 0 0 1 0-9z" fill="#ffffff"/>
  <path d="M70 25v78l34.5-34.500a6.4 6.4 0 0 0 0-9z" fill="#8fe3cf"/>
</svg>`;
/** The same on the pixels of 16 and 32: the gap is one whole pixel. */
const SMALL = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <rect width="16" height="16" rx="4" fill="#0f6b5c"/>
  <path d="M7 2.500v11L2.3 8.700a1 1 0 0 1 0-1.400z" fill="#ffffff"/>
  <path d="M9 2.500v11l4.7-4.800a1 1 0 0 0 0-1.400z" fill="#8fe3cf"/>
</svg>`;

await mkdir(TARGET, { recursive: true });
await writeFile(`${TARGET}icon.svg`, `${LARGE}\n`);
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage();
  for (const size of [16, 32, 48, 128]) {
    await page.setViewportSize({ width: size, height: size });
    const drawing = Buffer.from(size <= 32 ? SMALL : LARGE).toString('base64');
    await page.setContent(
      `<style>*{margin:0;background:transparent}</style><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${drawing}">`,
    );
    await page
      .locator('img')
      .evaluate((image) => (image instanceof HTMLImageElement ? image.decode() : undefined));
    await page.screenshot({ path: `${TARGET}${size}.png`, omitBackground: true });
  }
} finally {
  await browser.close();
}
