import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

/** What companion and wallet of a page do: an error code by method, in place of their answer. */
interface Behaviour {
  companion?: boolean;
  wallets?: string[];
  identities?: boolean;
  account?: string;
  chain?: string;
  errors?: Record<string, { code: number; message?: string; data?: object }>;
}

const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** Runs in the page: a companion and wallets that announce themselves and do as they are told; calls are kept in `calls`. */
function announceAll({
  companion = true,
  wallets = ['Rabbit'],
  ...behaviour
}: Behaviour & { address: string }) {
  const calls: { method: string; params: unknown }[] = [];
  Reflect.set(globalThis, 'calls', calls);
  const { identities = true, account = behaviour.address, chain = '0x89', errors = {} } = behaviour;
  let shown = identities ? [{ did: 'did:x', alias: 'Carol' }] : [];
  const answers: Record<string, () => unknown> = {
    decentrl_identities: () => shown,
    decentrl_requestIdentities: () => (shown = [{ did: 'did:x', alias: 'Carol' }]),
    dmtp_prepareLink: () => ({ domain: {}, types: {}, primaryType: 'Binding', message: { said: 'this' } }),
    dmtp_completeLink: () => ({ did: 'did:x', address: account.toLowerCase() }),
    eth_requestAccounts: () => [account],
    eth_chainId: () => chain,
    wallet_switchEthereumChain: () => null,
    eth_signTypedData_v4: () => `0x${'11'.repeat(65)}`,
  };
  const provider = {
    request: async ({ method, params }: { method: string; params?: unknown }) => {
      calls.push({ method, params });
      const error = errors[method];
      if (error) throw Object.assign(new Error(error.message ?? 'no'), error);
      return answers[method]?.();
    },
  };
  const announce = (name: string, detail: object) => dispatchEvent(new CustomEvent(name, { detail }));
  addEventListener('decentrl:requestProvider', () => {
    const info = { uuid: 'c', name: 'Decentrl', icon: '', features: ['dmtp:held@1'] };
    if (companion) announce('decentrl:announceProvider', { info, provider });
  });
  addEventListener('eip6963:requestProvider', () => {
    for (const name of wallets) {
      announce('eip6963:announceProvider', {
        info: { uuid: name, name, icon: 'https://x.example/' },
        provider,
      });
    }
  });
}

let mediator: RunningMediator;
let browser: Browser;
beforeAll(async () => {
  mediator = await startMediator({ env: { ESCROW: '1', IPFS_API_URL: 'http://127.0.0.1:1' } });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
});
afterAll(async () => {
  await browser?.close();
  await mediator?.stop();
});

async function open(path: string, behaviour: Behaviour = {}): Promise<Page & { problems: string[] }> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error') problems.push(line.text());
  });
  await page.addInitScript(announceAll, { ...behaviour, address: ADDRESS });
  await page.goto(mediator.url + path);
  return Object.assign(page, { problems });
}

const callsOf = (page: Page) =>
  page.evaluate(() => Reflect.get(globalThis, 'calls') as { method: string; params: unknown }[]);
const noticeOf = async (page: Page) => {
  await page.getByRole('button', { name: 'Link this wallet' }).click();
  const notice = page.locator('#notice');
  await notice.waitFor();
  return notice.innerText();
};

async function seriousFindings(page: Page): Promise<string[]> {
  const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(file, 'utf8'));
  const { violations } = await page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as { run(): Promise<AxeResults> };
    return JSON.parse(JSON.stringify(await axe.run())) as AxeResults;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe('/link', () => {
  it('asks companion and wallet in turn, hands over exactly what was signed, and says what is linked', async () => {
    const page = await open('/link', { identities: false });
    expect(await noticeOf(page)).toContain('0x7099…79C8 now answers as “Carol”');
    const escrow = mediator.did;
    const [address, chainId] = [ADDRESS.toLowerCase(), 137];
    const data = { domain: {}, types: {}, primaryType: 'Binding', message: { said: 'this' } };
    expect(await callsOf(page)).toEqual([
      { method: 'decentrl_identities' },
      { method: 'decentrl_requestIdentities', params: { reason: 'To link a wallet to your identity' } },
      { method: 'eth_requestAccounts' },
      { method: 'eth_chainId' },
      { method: 'dmtp_prepareLink', params: { address, chainId, escrow } },
      { method: 'eth_signTypedData_v4', params: [ADDRESS, JSON.stringify(data)] },
      { method: 'dmtp_completeLink', params: { address, chainId, signature: `0x${'11'.repeat(65)}` } },
    ]);
    expect(page.problems).toEqual([]);
    await page.close();
  });

  it('offers nothing to press while companion or wallet is missing', async () => {
    for (const [behaviour, words] of [
      [{ companion: false }, 'There is none in this browser. Install it'],
      [{ wallets: [] }, 'There is none in this browser. Open this page where your wallet is.'],
    ] as const) {
      const page = await open('/link', behaviour as Behaviour);
      await page.getByText(words).waitFor();
      expect(await page.getByRole('button', { name: 'Link this wallet' }).isDisabled()).toBe(true);
      await page.close();
    }
  });

  it('lets the person choose among wallets, and shows no picture from elsewhere', async () => {
    const page = await open('/link', { wallets: ['Rabbit', 'Fox<b>'] });
    await page.getByRole('radio', { name: 'Fox<b>' }).check();
    expect(await page.locator('img').count()).toBe(0);
    await page.close();
  });

  it('asks for the right chain, and goes on with a wallet that knows no switching', async () => {
    const errors = { wallet_switchEthereumChain: { code: -32601 } };
    const page = await open('/link', { chain: '0x1', errors });
    expect(await noticeOf(page)).toContain('Done.');
    expect(await callsOf(page)).toContainEqual({
      method: 'wallet_switchEthereumChain',
      params: [{ chainId: '0x89' }],
    });
    await page.close();
  });

  const ERRORS: [string, Behaviour, string][] = [
    ['eth_requestAccounts', { errors: { eth_requestAccounts: { code: 4001 } } }, 'You said no in Rabbit.'],
    ['eth_requestAccounts', { errors: { eth_requestAccounts: { code: -32002 } } }, 'Open it.'],
    [
      'wallet_switchEthereumChain',
      { chain: '0x1', errors: { wallet_switchEthereumChain: { code: 4902 } } },
      'does not know Polygon',
    ],
    ['eth_signTypedData_v4', { errors: { eth_signTypedData_v4: { code: 4001 } } }, 'Nothing was linked.'],
    [
      'eth_signTypedData_v4',
      { errors: { eth_signTypedData_v4: { code: -32603, message: 'device busy' } } },
      'Rabbit could not do it: “device busy”',
    ],
    ['decentrl_identities', { errors: { decentrl_identities: { code: 4320 } } }, 'companion is locked'],
    [
      'dmtp_prepareLink',
      { errors: { dmtp_prepareLink: { code: 4001, data: { cause: 'timeout' } } } },
      'ran out',
    ],
    ['dmtp_prepareLink', { errors: { dmtp_prepareLink: { code: 4901 } } }, 'cannot reach'],
    [
      'dmtp_completeLink',
      { errors: { dmtp_completeLink: { code: 4317, data: { reason: 'INVALID_SIGNATURE' } } } },
      'does not accept this signature',
    ],
  ];
  it.each(ERRORS)(
    'says in plain words what went wrong in %s, and lets them try again',
    async (_, behaviour, words) => {
      const page = await open('/link', behaviour);
      expect(await noticeOf(page)).toContain(words);
      expect(await page.getByRole('button', { name: 'Try again' }).isEnabled()).toBe(true);
      await page.close();
    },
  );
});

describe('/invite', () => {
  const path = `/invite#${ADDRESS.toLowerCase()}`;

  it('says for which wallet, tells nobody the address, and links that wallet only', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url() + JSON.stringify(request.headers())));
    const other = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
    await page.addInitScript(announceAll, { account: other, address: ADDRESS });
    await page.goto(mediator.url + path);
    await page.getByText(ADDRESS.toLowerCase()).waitFor();
    expect(await noticeOf(page)).toContain('open with another account');
    expect((await callsOf(page)).map(({ method }) => method)).not.toContain('dmtp_prepareLink');
    const sent = requests.filter((request) => request.includes(ADDRESS.toLowerCase().slice(2)));
    expect(sent.map((request) => request.split('{')[0])).toEqual(
      sent.length === 0 ? [] : [mediator.url + path],
    );
    expect(mediator.log()).not.toContain(ADDRESS.toLowerCase());
    await page.close();
  });

  it('links the invited wallet', async () => {
    const page = await open(path);
    expect(await noticeOf(page)).toContain('Done.');
    await page.close();
  });

  it('says so when its link is damaged, and offers nothing', async () => {
    for (const fragment of ['', '#0x12', '#<img src=x onerror=alert(1)>', '#%']) {
      const page = await open(`/invite${fragment}`);
      await page.getByRole('heading', { name: 'This link names no wallet' }).waitFor();
      expect(await page.getByRole('button').count()).toBe(0);
      expect(page.problems).toEqual([]);
      await page.close();
    }
  });
});

describe.each(['light', 'dark'] as const)('both pages, %s', (colorScheme) => {
  it.each(['/link', `/invite#${ADDRESS}`])('axe finds nothing serious on %s', async (path) => {
    const page = await open(path, { errors: { eth_signTypedData_v4: { code: 4001 } } });
    await page.emulateMedia({ colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
    await noticeOf(page);
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.close();
  });
});
