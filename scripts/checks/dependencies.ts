import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import type { Check } from './check.ts';

interface Lockfile {
  packages: Record<
    string,
    { version?: string; integrity?: string; hasInstallScript?: boolean; link?: boolean }
  >;
}

const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Exact versions, an integrity for every locked package, and no install script undecided (security.md T-96). */
export const dependenciesCheck: Check = {
  name: 'dependencies are exact, locked and run no script unasked',
  async run() {
    const read = async (name: string) =>
      JSON.parse(await readFile(join(projectRoot, name), 'utf8')) as unknown;
    const manifest = (await read('package.json')) as Record<string, Record<string, string> | undefined>;
    const lockfile = (await read('package-lock.json')) as Lockfile;
    const asked = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((group) =>
      Object.entries(manifest[group] ?? {}),
    );
    const inexact = asked
      .filter(([, version]) => !exactVersion.test(version))
      .map(([name, version]) => `${name}: ${version} is not exact`);
    const locked = Object.entries(lockfile.packages).filter(([path]) => path !== '');
    if (locked.length < asked.length) return ['the lockfile was not read'];
    const unsafe = locked.flatMap(([path, { integrity, hasInstallScript }]) => [
      ...(integrity ? [] : [`${path} has no integrity in the lockfile`]),
      // Ours are installed without scripts; what npm does when somebody calls it by hand is decided in package.json.
      ...(hasInstallScript && !(nameOf(path) in (manifest.allowScripts ?? {}))
        ? [`${path} has an install script that allowScripts of package.json does not decide on`]
        : []),
    ]);
    return [...inexact, ...unsafe];
  },
};
