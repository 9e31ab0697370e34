import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageMessage, PagePush } from '../../../../lib/api/wire.ts';
import type { FromPage, ToPage } from '../../../../lib/provider/page-messages.ts';
import type { RelayRuntime } from '../../../../lib/provider/relay/runtime.ts';
import { startRelay } from '../../../../lib/provider/relay/start-relay.ts';

type Reply = (message: PageMessage) => unknown;

interface FakePort {
  readonly name: string;
  readonly sent: unknown[];
  open: boolean;
  push(push: PagePush): void;
  die(): void;
}

/** A relay between a page and a background that are both lists. */
function relay(reply: Reply, { prerendering = false } = {}) {
  const asked: PageMessage[] = [];
  const heard: ToPage[] = [];
  const ports: FakePort[] = [];
  const target = new EventTarget();
  const state = { id: 'own' as string | undefined, reply, prerendering };
  const runtime: RelayRuntime = {
    get id() {
      return state.id;
    },
    async sendMessage(message) {
      asked.push(message);
      return state.reply(message);
    },
    connect({ name }) {
      const onMessage: ((push: PagePush) => void)[] = [];
      const onDisconnect: (() => void)[] = [];
      const port: FakePort = {
        name,
        sent: [],
        open: true,
        push: (push) =>
          onMessage.forEach((listener) => {
            listener(push);
          }),
        die() {
          port.open = false;
          onDisconnect.forEach((listener) => {
            listener();
          });
        },
      };
      ports.push(port);
      return {
        postMessage: (message) => port.sent.push(message),
        disconnect: () => {
          port.open = false;
        },
        onMessage: { addListener: (listener) => onMessage.push(listener) },
        onDisconnect: { addListener: (listener) => onDisconnect.push(listener) },
      };
    },
  };
  const port: { postMessage(message: ToPage): void; onmessage: ((event: MessageEvent) => void) | null } = {
    postMessage: (message) => heard.push(message),
    onmessage: null,
  };
  startRelay(runtime, {
    port: port as MessagePort,
    target,
    prerendering: () => state.prerendering,
    userActive: () => false,
  });
  const page = (message: FromPage | unknown) => port.onmessage?.({ data: message } as MessageEvent);
  return { asked, heard, ports, target, state, page };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const pageEvent = (type: string, persisted: boolean) => Object.assign(new Event(type), { persisted });
const answers = (heard: ToPage[]) => heard.filter((message) => 'id' in message);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the relay', () => {
  it('T-02 lets only methods of the list through, with nothing of the page’s but method and parameters', async () => {
    const { asked, heard, page } = relay(() => ({ result: [] }));
    for (const message of [
      null,
      1,
      'x',
      {},
      { id: 1, method: 'decentrl_identities' },
      { id: 'a' },
      { id: 'a', method: 'decentrl_identities', params: {} },
    ])
      page(message);
    for (const method of ['vault_unlock', 'approvals_decide', 'app_getState', 'eth_sign', '__proto__'])
      page({ id: method, method });
    page({ id: 'b', method: 'decentrl_identities', params: 'x'.repeat(262_145) });
    page({
      id: 'ok',
      method: 'decentrl_identities',
      params: '{}',
      channel: 'popup',
      origin: 'https://bank.example',
      active: true,
    });
    await settle();
    expect(asked).toHaveLength(1);
    expect(Object.keys(asked[0]!).sort()).toEqual(['active', 'channel', 'id', 'method', 'page', 'params']);
    expect(asked[0]).toMatchObject({
      channel: 'page',
      method: 'decentrl_identities',
      params: '{}',
      active: false,
    });
    expect(asked[0]?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(answers(heard).map((message) => ('error' in message ? message.error.code : 0))).toEqual([
      4315, -32601, -32601, -32601, -32601, -32601, 4315, 0,
    ]);
  });

  it('L-08 asks again under the same id after each shape a dead worker takes', async () => {
    const shapes: Reply[] = [
      () => Promise.reject(new Error('Could not establish connection. Receiving end does not exist.')),
      () => Promise.reject(new Error('A listener indicated an asynchronous response by returning true')),
      () => undefined,
      () => ({ result: 'late' }),
    ];
    const { asked, heard, page } = relay((message) => shapes.shift()?.(message));
    page({ id: 'a', method: 'decentrl_identities' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(answers(heard)).toEqual([{ id: 'a', result: 'late' }]);
  });

  it('asks again when a reply never comes', async () => {
    const replies: Reply[] = [() => new Promise(() => undefined), () => ({ result: 1 })];
    const { heard, page } = relay((message) => replies.shift()?.(message));
    page({ id: 'a', method: 'decentrl_identities' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answers(heard)).toEqual([{ id: 'a', result: 1 }]);
  });

  it('gives up with an error, not with silence, when nothing ever answers', async () => {
    const { heard, page } = relay(() => undefined);
    page({ id: 'a', method: 'decentrl_identities' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answers(heard)).toMatchObject([{ id: 'a', error: { code: -32603 } }]);
  });

  it('L-06 waits for a person across any number of deaths, and takes the first answer only', async () => {
    const { asked, heard, ports, page } = relay(() => ({ pending: true }));
    page({ id: 'a', method: 'decentrl_requestIdentities' });
    await settle();
    for (let death = 0; death < 20; death++) {
      ports.at(-1)?.die();
      await vi.advanceTimersByTimeAsync(6_000);
      expect(ports.at(-1)?.open).toBe(true);
    }
    const id = asked[0]?.id ?? '';
    ports.at(-1)?.push({ id, result: ['yes'] });
    ports.at(-1)?.push({ id, result: ['again'] });
    ports.at(-1)?.push({ id: 'f'.repeat(32), result: ['stranger'] });
    expect(answers(heard)).toEqual([{ id: 'a', result: ['yes'] }]);
    expect(new Set(asked.map((message) => message.id)).size).toBe(1);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(before);
  });

  it('L-07 gets the answer by asking when no port brings it', async () => {
    const { state, heard, page } = relay(() => ({ pending: true }));
    page({ id: 'a', method: 'decentrl_requestIdentities' });
    await vi.advanceTimersByTimeAsync(45_000);
    expect(answers(heard)).toEqual([]);
    state.reply = () => ({ error: { code: 4001, message: 'No.', data: { cause: 'rejected' } } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answers(heard)).toEqual([
      { id: 'a', error: { code: 4001, message: 'No.', data: { cause: 'rejected' } } },
    ]);
  });

  it('keeps a port only where there is something to hear, and says what it has seen', async () => {
    const { ports, page, heard } = relay(() => ({ result: [] }));
    page({ id: 'a', method: 'decentrl_identities' });
    await settle();
    expect(ports).toHaveLength(0);
    page({ on: true });
    page({ on: true });
    expect(ports).toHaveLength(1);
    ports[0]?.push({ live: false });
    ports[0]?.die();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ports).toHaveLength(1);
    const live = relay(() => ({ result: [], live: true }));
    live.page({ id: 'a', method: 'decentrl_identities' });
    await settle();
    const payload = { type: 'decentrl_subscription', data: { subscription: 's', cursor: 7 } };
    live.ports[0]?.push({ event: 'message', payload });
    live.ports[0]?.die();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(live.ports).toHaveLength(2);
    expect(live.ports.map(({ sent }) => sent)).toEqual([[{ seen: [] }], [{ seen: [['s', 7]] }]]);
    expect(live.heard).toContainEqual({ event: 'message', payload });
    expect(heard).toContainEqual({ event: 'connect', payload: { apiVersion: '1.0' } });
  });

  it('L-10 closes its port for the back/forward cache and opens it when the page is back', async () => {
    const { state, ports, page, target, heard } = relay(() => ({ pending: true }));
    page({ id: 'a', method: 'decentrl_requestIdentities' });
    await settle();
    target.dispatchEvent(pageEvent('pagehide', true));
    expect(ports.map(({ open }) => open)).toEqual([false]);
    state.reply = () => ({ result: 'while away' });
    target.dispatchEvent(pageEvent('pageshow', true));
    await settle();
    expect(ports).toHaveLength(2);
    expect(answers(heard)).toEqual([{ id: 'a', result: 'while away' }]);
  });

  it('L-18 tells the page 4900 when the extension went away, once for each request and for good', async () => {
    const { state, ports, page, heard } = relay(() => ({ pending: true }));
    page({ id: 'a', method: 'decentrl_requestIdentities' });
    await settle();
    state.id = undefined;
    ports[0]?.die();
    page({ id: 'b', method: 'decentrl_identities' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answers(heard)).toMatchObject([
      { id: 'a', error: { code: 4900 } },
      { id: 'b', error: { code: 4900 } },
    ]);
    expect(heard.filter((message) => 'event' in message && message.event === 'disconnect')).toHaveLength(1);
    expect(ports).toHaveLength(1);
  });

  it('T-07 sends nothing for a page that is loaded ahead, until it is shown', async () => {
    const { state, asked, ports, page, target } = relay(() => ({ pending: true }), { prerendering: true });
    page({ on: true });
    page({ id: 'a', method: 'decentrl_requestIdentities' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect([asked.length, ports.length]).toEqual([0, 0]);
    state.prerendering = false;
    target.dispatchEvent(new Event('prerenderingchange'));
    await settle();
    expect(asked).toHaveLength(1);
    expect(ports).toHaveLength(1);
  });
});
