import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

/**
 * Browser → where to look. Branded Chrome is not among the names: since 137 it ignores `--load-extension`.
 * Playwright's own Firefox is not either: it speaks a protocol of its own and installs no extension.
 */
const browsers = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    names: ['chromium', 'chromium-browser'],
    bundles: ['/Applications/Chromium.app/Contents/MacOS/Chromium'],
    debian: 'chromium',
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    bundles: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    debian: 'firefox-esr',
  },
};

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function playwrightChromium(root) {
  try {
    const path = createRequire(join(root, 'package.json'))('playwright').chromium.executablePath();
    return path && isExecutable(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

const firefoxCache = () => join(homedir(), '.cache', 'decentrl-companion', 'browsers');

function cachedFirefox() {
  const folder = join(firefoxCache(), 'firefox');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .flatMap((build) => [
      join(folder, build, 'firefox', 'firefox'),
      join(folder, build, 'Firefox.app/Contents/MacOS/firefox'),
    ])
    .find(isExecutable);
}

/** Where a browser is: the variable, Playwright's own (Chromium), the system's, one we brought earlier. */
function locate(root, name) {
  const { variable, names, bundles } = browsers[name];
  const given = process.env[variable];
  if (given) {
    if (!isExecutable(given)) throw new Error(`${variable}=${given} is not a program that can be run.`);
    return given;
  }
  const own = name === 'chromium' ? playwrightChromium(root) : undefined;
  return (
    own ?? onPath(names) ?? bundles.find(isExecutable) ?? (name === 'firefox' ? cachedFirefox() : undefined)
  );
}

const canUseApt = () => process.getuid?.() === 0 && onPath(['apt-get']) !== undefined;

async function install(root, missing) {
  process.stdout.write(`Not found: ${missing.join(' and ')}. Installing …\n`);
  if (canUseApt()) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const packages = missing.map((name) => browsers[name].debian);
    await runCommand('apt-get', ['update', '-qq'], { env });
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
    return;
  }
  if (missing.includes('chromium')) {
    await runCommand(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium']);
  }
  if (missing.includes('firefox')) {
    const cli = join(root, 'node_modules/@puppeteer/browsers/lib/main-cli.js');
    await runCommand(process.execPath, [cli, 'install', 'firefox@stable', '--path', firefoxCache()]);
  }
}

/** Finds the named browsers, installs what is missing, and returns their paths as environment variables. */
export async function findBrowsers(root, names) {
  const missing = names.filter((name) => !locate(root, name));
  let problem = '';
  if (missing.length > 0) {
    await install(root, missing).catch((error) => {
      problem = `\n${error.message}`;
    });
  }
  const found = {};
  for (const name of names) {
    const path = locate(root, name);
    if (!path) {
      throw new Error(
        `No ${name} was found and none could be installed.${problem}\n` +
          `Install it, or set ${browsers[name].variable} to the path of one you have.`,
      );
    }
    found[browsers[name].variable] = path;
  }
  return found;
}
