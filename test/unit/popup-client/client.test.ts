import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type PopupRpc, popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import { createPopupClient } from '../../../lib/popup-client/client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function client(replies: (() => unknown)[]) {
  const sent: unknown[] = [];
  const ports: { push(message: unknown): void; die(): void; closed: boolean }[] = [];
  const made = createPopupClient({
    async sendMessage(message) {
      sent.push(message);
      return replies.shift()?.();
    },
    connect() {
      const onMessage: ((message: unknown) => void)[] = [];
      const onDisconnect: (() => void)[] = [];
      const port = {
        closed: false,
        push: (message: unknown) =>
          onMessage.forEach((listener) => {
            listener(message);
          }),
        die: () =>
          onDisconnect.forEach((listener) => {
            listener();
          }),
      };
      ports.push(port);
      return {
        disconnect: () => {
          port.closed = true;
        },
        onMessage: { addListener: (listener) => onMessage.push(listener) },
        onDisconnect: { addListener: (listener) => onDisconnect.push(listener) },
      };
    },
  });
  return { ...made, sent, ports };
}

it('L-08 asks again what may be asked twice', async () => {
  const { request, sent } = client([
    () => undefined,
    () => Promise.reject(new Error('gone')),
    () => ({ result: [] }),
  ]);
  const answer = request('requests_list', undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await answer).toEqual([]);
  expect(sent).toHaveLength(3);
});

/** Whatever only reads is called so. */
const READS = Object.keys(popupFacts).filter((method) =>
  /_(list|get|get[A-Z]\w*|settingsGet|check|resolve)$/.test(method),
);

it.each(READS)('L-08 asks %s again when the worker died while it answered', async (method) => {
  const { request, sent } = client([() => undefined, () => ({ result: null })]);
  const answer = request(method as keyof PopupRpc, undefined as never).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await answer).toBeNull();
  expect(sent).toHaveLength(2);
});

it('asks once what may not, and says that it is not known', async () => {
  const { request, sent } = client([() => undefined, () => ({ result: { did: 'twice' } })]);
  const answer = request('identity_add', { alias: 'a', mediatorDid: 'did:web:x' });
  await expect(answer).rejects.toMatchObject({ code: -32603 });
  expect(sent).toHaveLength(1);
});

it('throws the background’s code and words', async () => {
  const { request } = client([
    () => ({ error: { code: 4330, message: 'That is not the password.', data: { retryAfterMs: 5 } } }),
  ]);
  await expect(request('vault_unlock', { password: 'x' })).rejects.toMatchObject({
    code: 4330,
    message: 'That is not the password.',
    details: { retryAfterMs: 5 },
  });
});

it('L-09 connects again within a second when the worker died, and has everything fetched again', async () => {
  const { subscribe, ports } = client([]);
  const heard: string[][] = [];
  const stop = subscribe(({ topics }) => heard.push(topics));
  ports[0]?.push({ topics: ['requests'] });
  ports[0]?.die();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toEqual([['requests'], expect.anything()]);
  expect(heard[1]?.toSorted()).toEqual([
    'approvals',
    'conversations',
    'requests',
    'settings',
    'sites',
    'state',
    'wallets',
  ]);
  stop();
  expect(ports.map(({ closed }) => closed)).toEqual([false, true]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ports).toHaveLength(2);
});
