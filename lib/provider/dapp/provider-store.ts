import type { DecentrlProvider, ProviderDetail } from '../decentrl-provider.ts';

/** The companions of this page, as they announce themselves; fits `useSyncExternalStore`. */
export interface ProviderStore {
  /** The same array until another one announces itself. */
  get(): readonly ProviderDetail[];
  subscribe(listener: () => void): () => void;
  /** The first companion, or the one with this `rdns`; null when none announced itself within `timeout` milliseconds. */
  wait(options?: { rdns?: string; timeout?: number }): Promise<DecentrlProvider | null>;
}

/** Makes the store and asks companions to announce themselves. `window.decentrl` may be squatted, announcements are not. */
export function createProviderStore(target: Window = window): ProviderStore {
  let found: readonly ProviderDetail[] = [];
  const listeners = new Set<() => void>();
  target.addEventListener('decentrl:announceProvider', ({ detail }) => {
    if (found.some(({ info }) => info.uuid === detail.info.uuid)) return;
    found = [...found, detail];
    for (const listener of listeners) listener();
  });
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  target.dispatchEvent(new Event('decentrl:requestProvider'));

  return {
    get: () => found,
    subscribe,
    wait: ({ rdns, timeout = 1_000 } = {}) =>
      new Promise((resolve) => {
        const finish = (provider: DecentrlProvider | null) => {
          stop();
          clearTimeout(timer);
          resolve(provider);
        };
        const look = () => {
          const match = found.find(({ info }) => rdns === undefined || info.rdns === rdns);
          if (match !== undefined) finish(match.provider);
        };
        const stop = subscribe(look);
        const timer = setTimeout(() => finish(null), timeout);
        look();
      }),
  };
}
