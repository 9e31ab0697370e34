import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

const probe = [
  'import sys, cryptography',
  'sys.exit(not (sys.version_info >= (3, 9) and int(cryptography.__version__.split(".")[0]) >= 38))',
].join('\n');

/** Whether a program is a Python ≥ 3.9 with the package `cryptography` ≥ 38. */
function serves(program) {
  return spawnSync(program, ['-c', probe], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** The variable's, which must serve; else the first `python3` of the path that does. */
function locate() {
  const given = process.env.PYTHON_PATH;
  if (given) {
    if (!serves(given)) throw new Error(`PYTHON_PATH=${given} is no Python ≥ 3.9 with cryptography ≥ 38.`);
    return given;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'python3')).find(serves);
}

/**
 * Finds the Python that the second implementation runs on, on Debian as root also by installing it, and returns it as
 * the environment variable PYTHON_PATH. Where there is none, says so in one line and returns nothing: the tests of the
 * second implementation are then skipped, and everything else runs.
 */
export async function findPython() {
  const found = locate();
  if (found) return { PYTHON_PATH: found };
  if (process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'python3', 'python3-cryptography'];
    await runCommand('apt-get', ['update', '-qq'], { env })
      .then(() => runCommand('apt-get', install, { env }))
      .catch(() => {});
    const installed = locate();
    if (installed) return { PYTHON_PATH: installed };
  }
  process.stdout.write(
    'No python3 ≥ 3.9 with the package cryptography ≥ 38 was found: the second implementation is skipped.\n',
  );
  return {};
}
