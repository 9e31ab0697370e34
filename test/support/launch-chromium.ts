import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright';
import { builtExtension } from './built-extension.ts';

export interface ChromiumOptions {
  /** Unpacked extension; the built one by default. */
  extensionPath?: string;
  /** A profile to go on with; a new one otherwise, removed on close. */
  profileDir?: string;
  /** False opens windows on a display. */
  headless?: boolean;
  colorScheme?: 'light' | 'dark';
  /** More command-line flags. */
  args?: string[];
}

/** A Chromium with the companion in it. */
export interface ChromiumCompanion {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** Playwright's handle of the service worker. It stays the same object when the worker dies and comes back. */
  readonly worker: Worker;
  readonly profileDir: string;
  /** Opens the popup's page as a tab, at a route such as `/inbox`. */
  popup(route?: string): Promise<Page>;
  /** Ends the service worker as the browser would, and returns when it has stopped. */
  killWorker(): Promise<void>;
  close(): Promise<void>;
  /** Closes the browser and starts it again on the same profile. */
  relaunch(): Promise<ChromiumCompanion>;
}

const flags = [
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  '--lang=en-US',
];

async function startWorker(context: BrowserContext): Promise<Worker> {
  const worker = context.serviceWorkers()[0];
  if (worker) return worker;
  return context.waitForEvent('serviceworker', { timeout: 10_000 }).catch((cause: unknown) => {
    throw new Error(
      'The companion’s service worker did not start within 10 s. Branded Chrome ignores --load-extension since version 137: use Chromium.',
      { cause },
    );
  });
}

async function killWorkers(session: CDPSession, extensionId: string): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    const watch = ({ versions }: { versions: { scriptURL: string; runningStatus: string }[] }) => {
      const own = versions.filter(({ scriptURL }) => scriptURL.includes(extensionId));
      if (own.length === 0 || own.some(({ runningStatus }) => runningStatus !== 'stopped')) return;
      session.off('ServiceWorker.workerVersionUpdated', watch);
      resolve();
    };
    session.on('ServiceWorker.workerVersionUpdated', watch);
  });
  // Enabling again reports the present state, so a worker that was down already counts too.
  await session.send('ServiceWorker.disable');
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await stopped;
}

/** Starts Chromium with the built extension in a persistent profile. Throws when the extension does not start. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<ChromiumCompanion> {
  const extensionPath = options.extensionPath ?? (await builtExtension('chrome'));
  const profileDir = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'companion-chromium-')));
  const headless = options.headless ?? true;
  const asRoot = process.getuid?.() === 0;
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath,
    headless: false,
    chromiumSandbox: false,
    colorScheme: options.colorScheme ?? 'light',
    ...(headless ? { viewport: { width: 1000, height: 720 } } : { viewport: null }),
    args: [
      ...flags,
      ...(headless ? ['--headless=new'] : []),
      ...(headless || asRoot ? ['--no-sandbox'] : []),
      `--disable-extensions-except=${extensionPath}`,
      `--load-extension=${extensionPath}`,
      ...(options.args ?? []),
    ],
  });
  try {
    const worker = await startWorker(context);
    const extensionId = new URL(worker.url()).host;
    const first = context.pages()[0] ?? (await context.newPage());
    let session: CDPSession | undefined;
    const close = async () => {
      await context.close();
      if (options.profileDir === undefined) await rm(profileDir, { recursive: true, force: true });
    };
    return {
      context,
      extensionId,
      worker,
      profileDir,
      async popup(route = '') {
        const page = await context.newPage();
        await page.goto(`chrome-extension://${extensionId}/popup.html${route && `#${route}`}`);
        return page;
      },
      async killWorker() {
        session ??= await context.newCDPSession(first);
        await killWorkers(session, extensionId);
      },
      close,
      async relaunch() {
        await context.close();
        const again = await launchChromium({ ...options, extensionPath, profileDir });
        if (options.profileDir !== undefined) return again;
        return {
          ...again,
          close: async () => {
            await again.close();
            await rm(profileDir, { recursive: true, force: true });
          },
        };
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}
