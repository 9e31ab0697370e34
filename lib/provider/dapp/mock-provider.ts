import type { DecentrlEvents } from '../../api/decentrl-rpc.ts';
import type { DecentrlRpc } from '../../api/page.ts';
import type { DecentrlProvider } from '../decentrl-provider.ts';
import { ProviderRpcError } from './provider-rpc-error.ts';

type Answers = {
  [M in keyof DecentrlRpc]?: (
    params: DecentrlRpc[M]['params'],
  ) => DecentrlRpc[M]['result'] | Promise<DecentrlRpc[M]['result']>;
};

/** A provider in memory, for the tests of a dApp. */
export interface MockProvider extends DecentrlProvider {
  /** Every request so far. */
  readonly calls: readonly { method: string; params: unknown }[];
  /** Sends an event to the listeners. */
  emit<E extends keyof DecentrlEvents>(event: E, payload: DecentrlEvents[E]): void;
}

/** Makes a provider that answers with `answers`, and 4200 where there is none. What crosses is copied, as in a browser. */
export function createMockProvider(answers: Answers): MockProvider {
  const calls: { method: string; params: unknown }[] = [];
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const provider: MockProvider = {
    isDecentrl: true,
    apiVersion: '1.0',
    calls,
    async request({ method, params }) {
      const given = Array.isArray(params) ? params[0] : params;
      calls.push({ method, params: given });
      const answer = answers[method] as ((params: unknown) => unknown) | undefined;
      if (answer === undefined) throw new ProviderRpcError(4200, `${method} is not supported.`);
      return structuredClone(await answer(structuredClone(given))) as never;
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return provider;
    },
    removeListener(event, listener) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
    emit(event, payload) {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(structuredClone(payload) as never);
    },
  };
  return provider;
}
