#!/usr/bin/env node
/**
 * `node scripts/bootstrap.mjs <task> [arguments]`: from a fresh clone to a running task.
 *
 * Only Node's builtins, and only what Node 20.19 knows: this file runs before the dependencies are there. It
 * brings the dependencies (`npm ci`, when what is installed is not what the lockfile says), finds browsers and Python for
 * the tasks that use them, and goes on with the current Node that comes with the dependencies, by absolute path:
 * a shell would remember where the system's `node` was. Without a network it works when everything is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowsers } from './bootstrap/find-browsers.mjs';
import { findPython } from './bootstrap/find-python.mjs';
import { installDependencies, localNode } from './bootstrap/install-dependencies.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = 'node_modules/vitest/vitest.mjs';

/** Task → what to run with the local Node, which browsers it drives, and whether it runs the second implementation. */
const tasks = {
  start: { run: ['scripts/start.ts'], browsers: ['chromium'] },
  test: { run: ['scripts/test.ts'], browsers: ['chromium', 'firefox'], python: true },
  'test:quick': { run: ['scripts/test-quick.ts'], browsers: [] },
  check: { run: ['scripts/check.ts'], browsers: [] },
  build: { run: ['scripts/build.ts'], browsers: [] },
  zip: { run: ['scripts/build.ts', '--zip'], browsers: [] },
  mediator: { run: ['mediator/main.ts'], browsers: [] },
  vectors: { run: ['scripts/build-vectors.ts'], browsers: [] },
  docs: { run: ['scripts/build-docs.ts'], browsers: [] },
  'verify-proof': { run: ['scripts/verify-proof.ts'], browsers: [] },
  bench: { run: ['test/bench/run.ts'], browsers: ['chromium'] },
  format: { run: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.'], browsers: [] },
  'test:unit': {
    run: [
      vitest,
      'run',
      '--project=unit',
      '--project=vectors',
      '--project=integration',
      '--project=integration-slow',
    ],
    browsers: [],
  },
  'test:interop': { run: [vitest, 'run', '--project=interop'], browsers: [], python: true },
  'test:e2e': {
    run: [vitest, 'run', '--project=runtime', '--project=chromium'],
    browsers: ['chromium', 'firefox'],
  },
  'test:firefox': { run: [vitest, 'run', '--project=firefox'], browsers: ['firefox'] },
  'test:reliability': {
    run: [vitest, 'run', '--project=reliability', '--project=reliability-browser'],
    browsers: ['chromium', 'firefox'],
  },
};

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const [name = '', ...rest] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
if (!task) fail(`Unknown task "${name}". Tasks: ${Object.keys(tasks).join(', ')}.`);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: Node 20.19 or newer is needed.`);
}

try {
  await installDependencies(root);
} catch (error) {
  fail(`The dependencies could not be installed.\n${error.message}`);
}
if (!existsSync(join(root, task.run[0]))) fail(`${task.run[0]} is not there: this checkout is not complete.`);

let found = {};
try {
  found = { ...(await findBrowsers(root, task.browsers)), ...(task.python ? await findPython() : {}) };
} catch (error) {
  fail(error.message);
}

const node = localNode(root);
const child = spawn(node, [...task.run, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...found,
    PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
  },
});
// Ctrl-C reaches the child by itself (one process group); the child decides when it has stopped cleanly.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
