import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';

/** Loads before the first one that counts. */
const WARM_UPS = 20;

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page reads: milliseconds from its begin, before which no script of an extension can run, to DOMContentLoaded. */
export const READ_LOADED =
  '(({ domLoading, domContentLoadedEventEnd }) => domContentLoadedEventEnd - domLoading)(performance.timing)';

/** An empty page that says what it read and goes where it is then told to. */
const pageOf = (
  reading: string,
) => `<!doctype html><title>empty</title><script>addEventListener('load', () => setTimeout(async () => {
  const body = String(${reading});
  location.replace(await (await fetch('/took' + location.search, { method: 'POST', body })).text());
}, 30));</script>`;

let profiles = 0;

/** A Chromium with the unpacked extension in that folder, or with none for null; takes part in every `every`th round. */
export interface LoadCase {
  extension: string | null;
  every: number;
}

interface Parked {
  took: number;
  goOn(url: string): void;
}

/**
 * What an empty page read at each load of `rounds` rounds, for each case. The browsers take turns, one load each, while the
 * others wait. Nothing is attached to them: a debugger, as Playwright is one, makes each script of each world cost more.
 */
export async function measureLoads(
  executablePath: string,
  scratch: string,
  cases: readonly LoadCase[],
  { rounds, reading }: { rounds: number; reading: string },
): Promise<number[][]> {
  const arrivals = new Map<string, (parked: Parked) => void>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    if (pathname !== '/took')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(reading));
    void readText(request).then((text) =>
      arrivals.get(searchParams.get('case') ?? '')?.(park(text, response)),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const urlOf = (index: number) => `http://127.0.0.1:${address.port}/?case=${index}`;
  const arrival = (index: number) =>
    new Promise<Parked>((resolve) => void arrivals.set(String(index), resolve));

  const browsers: ChildProcess[] = [];
  const waiting: Parked[] = [];
  async function load(index: number): Promise<number> {
    const next = arrival(index);
    waiting[index]?.goOn(urlOf(index));
    waiting[index] = await next;
    return waiting[index].took;
  }

  try {
    for (const [index, { extension }] of cases.entries()) {
      const first = arrival(index);
      const profile = `--user-data-dir=${join(scratch, `profile-${++profiles}`)}`;
      const extended =
        extension === null
          ? []
          : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`];
      const args = [...FLAGS, profile, ...extended, urlOf(index)];
      browsers.push(spawn(executablePath, args, { stdio: 'ignore' }));
      waiting[index] = await first;
      for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await load(index);
    }
    const samples: number[][] = cases.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      // Each goes first, second and last equally often.
      for (const turn of cases.keys()) {
        const index = (round + turn) % cases.length;
        if (round % (cases[index]?.every ?? 1) === 0) samples[index]?.push(await load(index));
      }
    }
    return samples;
  } finally {
    for (const browser of browsers) {
      const ended = once(browser, 'exit');
      browser.kill();
      await ended;
    }
    server.closeAllConnections();
    server.close();
  }
}

function park(text: string, response: ServerResponse): Parked {
  return { took: Number(text), goOn: (url) => void response.end(url) };
}

async function readText(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
