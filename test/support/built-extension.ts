import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserTarget, projectRoot } from '../../scripts/build-extension.ts';

/** What the extension is built from; anything else may change without another build. */
const sources = [
  'entrypoints',
  'lib',
  'components',
  'public',
  'scripts/build.ts',
  'scripts/build-extension.ts',
  'wxt.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

async function filesOf(name: string): Promise<string[]> {
  const entries = await readdir(join(projectRoot, name), { withFileTypes: true, recursive: true }).catch(
    () => null,
  );
  if (entries === null) return [name];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length + 1));
}

async function sourceHash(): Promise<string> {
  const names = (await Promise.all(sources.map(filesOf))).flat().sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0`).update(await readFile(join(projectRoot, name)));
  return hash.digest('hex').slice(0, 16);
}

/** In a process of its own: the bundler must not see that a test runner is around it. */
function build(browser: BrowserTarget, out: string): Promise<void> {
  const { VITEST: _vitest, NODE_ENV: _nodeEnv, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const script = join(projectRoot, 'scripts/build.ts');
    const child = spawn(process.execPath, [script, '--out', out, browser], {
      cwd: projectRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The ${browser} build failed.`))));
  });
}

/** Folder of the extension as it ships, built once for a state of the sources and kept in `.output/tested`. */
export async function builtExtension(browser: BrowserTarget): Promise<string> {
  const cache = join(projectRoot, '.output', 'tested');
  const folder = join(cache, `${browser}-${await sourceHash()}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const out = await mkdtemp(join(cache, 'building-'));
  await build(browser, out);
  // Two runs may build at once: the first rename wins, the second finds the same bytes there already.
  await rename(join(out, `${browser}-mv3`), folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
  await rm(out, { recursive: true, force: true });
  return folder;
}
