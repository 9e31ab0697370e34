import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import { runTool } from './run-tool.ts';

let built: Promise<string> | undefined;

/** Builds and zips a checkout for both browsers into a new folder, the caller's to remove. */
export async function buildAndZip(root: string): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'companion-build-'));
  const { code, output } = await runTool(join(root, 'scripts/build.ts'), ['--zip', '--out', out], root);
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
  return out;
}

/** The folder of this run's one build of this checkout: every check looks at the same bytes. */
export function freshBuild(): Promise<string> {
  built ??= buildAndZip(projectRoot);
  return built;
}

/** Removes what `freshBuild` made, if it made anything. */
export async function discardFreshBuild(): Promise<void> {
  const folder = await built?.catch(() => undefined);
  if (folder) await rm(folder, { recursive: true, force: true });
  built = undefined;
}
