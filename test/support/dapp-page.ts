import type { DecentrlEvents } from '../../lib/api/decentrl-rpc.ts';
import type { DecentrlRpc } from '../../lib/api/page.ts';

/** A page of a site, of Playwright or puppeteer. */
export interface SitePage {
  evaluate(work: (text: string) => string | Promise<string>, text: string): Promise<string>;
  close(): Promise<void>;
}

type Method = keyof DecentrlRpc;
type Answer<M extends Method> =
  | { result: DecentrlRpc[M]['result']; error?: undefined }
  | { error: { code: number; message: string; data?: unknown } };

interface Provider {
  request(call: { method: string; params?: unknown }): Promise<unknown>;
  on(event: string, listener: (payload: unknown) => void): void;
}

/** Calls `window.decentrl` as the page's own script would; an error comes back as a value. */
export async function callProvider<M extends Method>(
  page: SitePage,
  method: M,
  params?: DecentrlRpc[M]['params'],
): Promise<Answer<M>> {
  const answer = await page.evaluate((call) => {
    const provider = Reflect.get(globalThis, 'decentrl') as Provider;
    return provider.request(JSON.parse(call)).then(
      (result) => JSON.stringify({ result }),
      ({ code, message, data }) => JSON.stringify({ error: { code, message, data } }),
    );
  }, JSON.stringify({ method, params }));
  return JSON.parse(answer) as Answer<M>;
}

/** The same, throwing what the page would have caught. */
export async function provider<M extends Method>(
  page: SitePage,
  method: M,
  params?: DecentrlRpc[M]['params'],
): Promise<DecentrlRpc[M]['result']> {
  const answer = await callProvider(page, method, params);
  if (answer.error) throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`);
  return answer.result;
}

const EVENTS = [
  'connect',
  'disconnect',
  'identitiesChanged',
  'permissionsChanged',
  'contractChanged',
  'eventStatus',
  'message',
];

/** Keeps every event of the provider from now on, for `providerEvents`. */
export async function recordProviderEvents(page: SitePage): Promise<void> {
  await page.evaluate((names) => {
    const provider = Reflect.get(globalThis, 'decentrl') as Provider;
    const seen: { name: string; payload: unknown }[] = [];
    Reflect.set(globalThis, 'seenEvents', seen);
    for (const name of names.split(' ')) provider.on(name, (payload) => seen.push({ name, payload }));
    return '';
  }, EVENTS.join(' '));
}

/** The events of one name that were recorded so far, oldest first. */
export async function providerEvents<E extends keyof DecentrlEvents>(
  page: SitePage,
  name: E,
): Promise<DecentrlEvents[E][]> {
  const seen = await page.evaluate((name) => JSON.stringify(Reflect.get(globalThis, name)), 'seenEvents');
  const events = JSON.parse(seen) as { name: string; payload: DecentrlEvents[E] }[];
  return events.filter((event) => event.name === name).map(({ payload }) => payload);
}
