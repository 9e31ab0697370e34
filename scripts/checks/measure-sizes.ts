import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { browserTargets } from '../build-extension.ts';

/** One weighed thing and its budget (performance.md P3, P11), both in bytes; all but zips are gzip. */
export interface MeasuredSize {
  what: string;
  bytes: number;
  limit: number;
}

const KB = 1000;
const LIMITS = { zip: 500 * KB, background: 150 * KB, popup: 45 * KB, provider: 4 * KB, relay: 3 * KB };

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

/** Weighs what `npm run zip` wrote into `outputRoot`. The check and the benchmark both show these figures. */
export async function measureSizes(outputRoot: string): Promise<MeasuredSize[]> {
  const sizes: MeasuredSize[] = [];
  for (const file of (await readdir(outputRoot)).filter((name) => name.endsWith('.zip')).sort()) {
    const { size } = await stat(join(outputRoot, file));
    sizes.push({ what: `zip ${file}`, bytes: size, limit: LIMITS.zip });
  }
  for (const browser of browserTargets) {
    const folder = join(outputRoot, `${browser}-mv3`);
    const files = await filesUnder(folder);
    const scripts = async (name: string, pattern: RegExp) => {
      const found = files.filter((file) => pattern.test(file));
      if (found.length === 0) throw new Error(`${browser}: no ${name} script in ${folder}`);
      return (await Promise.all(found.map(gzipBytes))).reduce((sum, size) => sum + size, 0);
    };
    sizes.push(
      {
        what: `${browser}: background, gzip, with the chain`,
        bytes: await scripts('background', /background[^/\\]*\.js$/),
        limit: LIMITS.background,
      },
      {
        what: `${browser}: popup first paint, gzip`,
        bytes: await firstPaintBytes(folder),
        limit: LIMITS.popup,
      },
    );
    for (const name of ['provider', 'relay'] as const) {
      const bytes = await scripts(name, new RegExp(`${name}\\.js$`));
      sizes.push({ what: `${browser}: ${name}, gzip`, bytes, limit: LIMITS[name] });
    }
  }
  return sizes;
}
