import { beforeAll, describe, expect, it } from 'vitest';
import type { DecentrlProvider } from '../../../lib/provider/decentrl-provider.ts';
import type { FromPage } from '../../../lib/provider/page-messages.ts';

let createProvider: typeof import('../../../lib/provider/create-provider.ts').createProvider;
const thrown: unknown[] = [];

beforeAll(async () => {
  globalThis.reportError = (error) => thrown.push(error);
  ({ createProvider } = await import('../../../lib/provider/create-provider.ts'));
});

function connected() {
  const sent: FromPage[] = [];
  const made = createProvider((message) => sent.push(message) > 0);
  const request = (args: unknown) => (made.provider.request as (args: unknown) => Promise<unknown>)(args);
  const idOf = (index: number) => (sent[index] as { id: string }).id;
  return { ...made, sent, request, idOf };
}

describe('window.decentrl', () => {
  it('is frozen, without a prototype, and so are its methods', () => {
    const { provider } = connected();
    expect(Object.getPrototypeOf(provider)).toBeNull();
    expect(Object.isFrozen(provider)).toBe(true);
    expect(Object.keys(provider)).toEqual(['isDecentrl', 'apiVersion', 'request', 'on', 'removeListener']);
    for (const name of ['request', 'on', 'removeListener'] as const)
      expect(Object.isFrozen(provider[name])).toBe(true);
    const { request } = provider;
    expect(Reflect.set(provider, 'request', () => undefined)).toBe(false);
    expect(provider.request).toBe(request);
  });

  it('T-01 believes only the random id of a request that waits', async () => {
    const { receive, request, idOf, sent } = connected();
    const answer = request({ method: 'decentrl_identities' });
    expect((sent[0] as { id: string }).id).toMatch(/^[0-9a-f-]{36}$/);
    for (const forged of [
      null,
      1,
      'x',
      {},
      { id: 1 },
      { id: 'x', result: 'forged' },
      { id: '__proto__', result: 1 },
      Object.create({ id: idOf(0), result: 'inherited' }),
    ]) {
      receive(forged);
    }
    receive({ id: idOf(0), result: ['real'] });
    receive({ id: idOf(0), result: ['late'] });
    expect(await answer).toEqual(['real']);
  });

  it('T-19 works on with primordials and prototypes the page has changed', async () => {
    const { provider, receive, request, idOf } = connected();
    const kept = {
      stringify: JSON.stringify,
      iterator: Array.prototype[Symbol.iterator],
      add: Set.prototype.add,
    };
    const evil = () => {
      throw new Error('tampered');
    };
    const heard: unknown[] = [];
    const polluted = ['error', 'event', 'id', 'method', 'code'];
    let answer: Promise<unknown> | undefined;
    try {
      polluted.forEach((name) => {
        Object.defineProperty(Object.prototype, name, {
          value: 'polluted',
          configurable: true,
          writable: true,
        });
      });
      JSON.stringify = evil;
      Set.prototype.add = evil as never;
      Array.prototype[Symbol.iterator] = evil as never;
      provider.on('identitiesChanged', (payload) => {
        heard[0] = payload;
      });
      answer = request({ method: 'decentrl_getCapabilities', params: { a: 1 } });
      receive({ id: idOf(1), result: 'ok' });
      receive({ event: 'identitiesChanged', payload: 'changed' });
    } finally {
      Array.prototype[Symbol.iterator] = kept.iterator;
      Set.prototype.add = kept.add;
      JSON.stringify = kept.stringify;
      polluted.forEach((name) => {
        Reflect.deleteProperty(Object.prototype, name);
      });
    }
    expect(await answer).toBe('ok');
    expect(heard).toEqual(['changed']);
  });

  it('rejects with code, message and data, and for what it cannot send', async () => {
    const { receive, request, idOf } = connected();
    const answer = request({ method: 'decentrl_signIn', params: { nonce: 'x' } });
    receive({ id: idOf(0), error: { code: 4001, message: 'No.', data: { cause: 'rejected' } } });
    await expect(answer).rejects.toMatchObject({
      name: 'ProviderRpcError',
      code: 4001,
      data: { cause: 'rejected' },
    });
    await expect(answer).rejects.toBeInstanceOf(Error);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const [args, code] of [
      [undefined, -32600],
      [null, -32600],
      ['x', -32600],
      [{ method: 1 }, -32600],
      [{ method: 'm', params: circle }, -32602],
      [{ method: 'm', params: 1n }, -32602],
      [{ method: 'm', params: 'x'.repeat(262_145) }, 4315],
    ]) {
      await expect(request(args)).rejects.toMatchObject({ code });
    }
    const alone = createProvider(() => false).provider as DecentrlProvider;
    await expect(alone.request({ method: 'decentrl_identities' })).rejects.toMatchObject({ code: 4900 });
  });

  it('calls each listener once, the others also when one throws, and asks for events once', () => {
    const { provider, receive, sent } = connected();
    const heard: string[] = [];
    const first = () => {
      heard.push('first');
      throw new Error('of the page');
    };
    const second = () => heard.push('second');
    expect(provider.on('connect', first).on('connect', first).on('connect', second)).toBe(provider);
    receive({ event: 'connect', payload: {} });
    provider.removeListener('connect', first);
    receive({ event: 'connect', payload: {} });
    receive({ event: 'unknown', payload: {} });
    expect(heard).toEqual(['first', 'second', 'second']);
    expect(thrown).toHaveLength(1);
    expect(sent).toEqual([{ on: true }]);
  });
});
