import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'wxt';

/** Root of this checkout, absolute. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

export const browserTargets = ['chrome', 'firefox'] as const;
export type BrowserTarget = (typeof browserTargets)[number];

/** Builds the extension (MV3, production) for one browser and returns the folder; `outDir` is emptied of it first. */
export async function buildExtension(
  browser: BrowserTarget,
  outDir = join(projectRoot, '.output'),
): Promise<string> {
  await build({
    root: projectRoot,
    browser,
    manifestVersion: 3,
    mode: 'production',
    outDir,
    logger: quietLogger,
  });
  return join(outDir, `${browser}-mv3`);
}

const nothing = () => {};
/** The bundler's problems, without its progress. */
const quietLogger = {
  debug: nothing,
  log: nothing,
  info: nothing,
  success: nothing,
  warn: (...words: unknown[]) => console.warn(...words),
  error: (...words: unknown[]) => console.error(...words),
  fatal: (...words: unknown[]) => console.error(...words),
  level: 0,
};
