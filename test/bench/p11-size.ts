import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';

const gzipBytes = async (file: string) => gzipSync(await readFile(file), { level: 9 }).byteLength;

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Scripts and styles that the popup's HTML names itself, which is what its first paint waits for. */
async function firstPaintBytes(outputFolder: string): Promise<number> {
  const html = await readFile(join(outputFolder, 'popup.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  const sizes = await Promise.all([...new Set(names)].map((name) => gzipBytes(join(outputFolder, name))));
  return sizes.reduce((sum, size) => sum + size, await gzipBytes(join(outputFolder, 'popup.html')));
}

/** P11: what a person downloads and what each part weighs, from the built folders and zips of `npm run zip`. */
export async function p11Size(outputRoot: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  const add = (what: string, bytes: number, limitKb: number) =>
    figures.push({
      id: 'P11',
      what,
      value: bytes / 1000,
      unit: 'kB',
      beside: null,
      besideValue: null,
      ratio: null,
      goal: `≤ ${limitKb} kB`,
      met: bytes <= limitKb * 1000,
      note: '',
    });

  for (const file of (await readdir(outputRoot)).filter((name) => name.endsWith('.zip')).sort()) {
    add(`zip ${file}`, (await stat(join(outputRoot, file))).size, 500);
  }
  for (const browser of ['chrome', 'firefox']) {
    const folder = join(outputRoot, `${browser}-mv3`);
    const files = await filesUnder(folder);
    const background = files.filter((file) => /background[^/]*\.js$/.test(file));
    const sizes = await Promise.all(background.map(gzipBytes));
    add(
      `${browser}: background, gzip, without the chain`,
      sizes.reduce((a, b) => a + b, 0),
      90,
    );
    add(`${browser}: popup first paint, gzip`, await firstPaintBytes(folder), 45);
    for (const [name, limit] of [
      ['provider', 4],
      ['relay', 3],
    ] as const) {
      const file = files.find((path) => path.endsWith(`${name}.js`));
      if (file === undefined) throw new Error(`${browser}: no ${name} script in ${folder}`);
      add(`${browser}: ${name}, gzip`, await gzipBytes(file), limit);
    }
  }
  return figures;
}
