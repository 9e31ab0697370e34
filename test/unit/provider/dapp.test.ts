import { describe, expect, it } from 'vitest';
import type { CompanionEvent } from '../../../lib/api/decentrl-rpc.ts';
import {
  createMockProvider,
  createProviderStore,
  createSdkTransport,
  ProviderRpcError,
} from '../../../lib/provider/dapp/index.ts';

const event: CompanionEvent = {
  eventId: 'e1',
  contractId: 'c1',
  direction: 'in',
  sender: 'did:x',
  type: 'chat.message',
  data: { content: 'hello' },
  tags: [],
  timestamp: 1,
  cursor: 1,
};

describe('the package for dApps', () => {
  it('finds companions by announcement, each once, before and after asking', async () => {
    const target = new EventTarget() as Window;
    const provider = createMockProvider({});
    const info = {
      uuid: 'u',
      name: 'n',
      icon: 'data:,',
      rdns: 'a.b',
      apiVersion: '1.0',
      features: [],
    } as const;
    const announce = (rdns: string, uuid: string) =>
      target.dispatchEvent(
        new CustomEvent('decentrl:announceProvider', { detail: { info: { ...info, rdns, uuid }, provider } }),
      );
    target.addEventListener('decentrl:requestProvider', () => announce('a.b', 'u'));
    const store = createProviderStore(target);
    let changes = 0;
    const stop = store.subscribe(() => {
      changes += 1;
    });
    announce('a.b', 'u');
    announce('c.d', 'v');
    stop();
    expect(store.get().map(({ info: { rdns } }) => rdns)).toEqual(['a.b', 'c.d']);
    expect(changes).toBe(1);
    expect(await store.wait({ rdns: 'c.d' })).toBe(provider);
    expect(await store.wait({ rdns: 'e.f', timeout: 1 })).toBeNull();
  });

  it('mocks a provider: answers, 4200, events', async () => {
    const mock = createMockProvider({ decentrl_identities: () => [{ did: 'did:x', alias: null }] });
    expect(await mock.request({ method: 'decentrl_identities' })).toEqual([{ did: 'did:x', alias: null }]);
    await expect(mock.request({ method: 'decentrl_getContracts' })).rejects.toMatchObject({ code: 4200 });
    const heard: unknown[] = [];
    mock.on('identitiesChanged', (payload) => heard.push(payload));
    mock.emit('identitiesChanged', []);
    expect(heard).toEqual([[]]);
    expect(mock.calls).toHaveLength(2);
  });

  it('carries the SDK’s transport: an endpoint is a relationship', async () => {
    const mock = createMockProvider({
      decentrl_sendEvent: ({ contractId }) => ({ eventId: `sent to ${contractId}`, state: 'queued' }),
      decentrl_subscribe: () => {
        mock.emit('message', {
          type: 'decentrl_subscription',
          data: { subscription: 's', cursor: 1, event },
        });
        return 's';
      },
      decentrl_unsubscribe: () => true,
    });
    const transport = createSdkTransport(mock);
    const payload = { type: 'chat.message', data: { content: 'x' } };
    expect(await transport.send('c1', { type: 'decentrl_sendEvent', payload })).toMatchObject({
      eventId: 'sent to c1',
    });
    const heard: string[] = [];
    const stop = await transport.subscribe('c1', ({ eventId }) => heard.push(eventId));
    mock.emit('message', {
      type: 'decentrl_subscription',
      data: { subscription: 's', cursor: 2, event: { ...event, eventId: 'e2' } },
    });
    mock.emit('message', {
      type: 'decentrl_subscription',
      data: { subscription: 'other', cursor: 3, event },
    });
    await stop();
    mock.emit('message', { type: 'decentrl_subscription', data: { subscription: 's', cursor: 4, event } });
    expect(heard).toEqual(['e1', 'e2']);
  });

  it('gives any rejection a class', () => {
    const error = ProviderRpcError.from({ code: 4001, message: 'No.', data: 1 });
    expect([error instanceof Error, error.code, error.data]).toEqual([true, 4001, 1]);
    expect(ProviderRpcError.from(null).code).toBe(-32603);
    expect(ProviderRpcError.from(error)).toBe(error);
  });
});
