/**
 * `npm start`: two mediators, an escrow with a chain of its own, a dApp and three browsers; `--walkthrough`, or no display,
 * drives them instead.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../test/support/launch-chromium.ts';
import { buildExtension, projectRoot } from './build-extension.ts';
import { carryWallet } from './start/person.ts';
import { startEscrowWorld } from './start/start-escrow-world.ts';
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
const later = await startEscrowWorld({ folder: data, ports: { escrow: 4803, chain: 4804 } });
const open = (name: string, left: number) =>
  launchChromium({
    extensionPath,
    profileDir: join(data, name),
    headless: false,
    args: ['--window-size=900,900', `--window-position=${left},0`],
  });
const browsers = [await open('alice', 0), await open('bob', 920), await open('carol', 460)];
const [, , carols] = browsers;
if (carols) await carryWallet(carols.context, later.wallet);
for (const browser of browsers) {
  const [first] = browser.context.pages();
  await first?.goto(
    browser === carols ? `${later.escrow.url}/invite#${later.wallet.address}` : world.dappUrl,
  );
  await browser.popup();
}

console.log(`
mediator A  ${world.a.url}   ${world.a.did}
mediator B  ${world.b.url}   ${world.b.did}
escrow      ${later.escrow.url}   ${later.escrow.did}
dApp        ${world.dappUrl}

Three browsers are open. Make an identity in Alice's (with mediator A) and in Bob's (with mediator B: paste the DID),
connect the dApp in Alice's, give it Bob's DID, accept in Bob's popup, and talk.

Then write to Carol, who is only a wallet yet: ${later.wallet.address}
Add the escrow in Alice's settings and write to that address. Make an identity in Carol's browser (with the escrow) and
link her wallet on the page that is open there. To see the anchors, tell both, in Settings, where the chain is read:
endpoints   ${later.endpoints.map(({ url }) => url).join('  ')}
gateways    ${later.gateways.join('  ')}

Ctrl-C stops everything; the data stays in .data/.`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const browser of browsers) await browser.close().catch(() => undefined);
  await later.stop();
  await world.stop();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
await Promise.all(browsers.map(({ context }) => new Promise((resolve) => context.once('close', resolve))));
await stop();
