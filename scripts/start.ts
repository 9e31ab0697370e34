/** `npm start`: two mediators, a dApp and two browsers; `--walkthrough`, or no display, drives them instead. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../test/support/launch-chromium.ts';
import { buildExtension, projectRoot } from './build-extension.ts';
import { startWorld } from './start/start-world.ts';
import { walkthrough } from './start/walkthrough.ts';

const { values } = parseArgs({ options: { walkthrough: { type: 'boolean', default: false } } });
const hasDisplay =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const data = join(projectRoot, '.data');

if (values.walkthrough || !hasDisplay) {
  if (!values.walkthrough) console.log('No display: driving the walkthrough instead of opening windows.\n');
  const { passed, failed } = await walkthrough(join(data, 'walkthrough'));
  console.log(`\nwalkthrough: ${passed} steps passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

// One place for the extension and fixed ports: its id, the mediators' DIDs and the profiles outlive this run.
const extensionPath = await buildExtension('chrome');
const world = await startWorld({ folder: data, ports: { dapp: 4800, a: 4801, b: 4802 } });
const open = (name: string, left: number) =>
  launchChromium({
    extensionPath,
    profileDir: join(data, name),
    headless: false,
    args: ['--window-size=900,900', `--window-position=${left},0`],
  });
const browsers = [await open('alice', 0), await open('bob', 920)];
for (const browser of browsers) {
  const [first] = browser.context.pages();
  await first?.goto(world.dappUrl);
  await browser.popup();
}

console.log(`
mediator A  ${world.a.url}   ${world.a.did}
mediator B  ${world.b.url}   ${world.b.did}
dApp        ${world.dappUrl}

Two browsers are open, one for Alice and one for Bob. Make an identity in each (Alice with mediator A, Bob with
mediator B: paste the DID), connect the dApp in Alice's, give it Bob's DID, accept in Bob's popup, and talk.
Ctrl-C stops everything; the data stays in .data/.`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const browser of browsers) await browser.close().catch(() => undefined);
  await world.stop();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
await Promise.all(browsers.map(({ context }) => new Promise((resolve) => context.once('close', resolve))));
await stop();
