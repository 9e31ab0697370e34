/** The types around `window.decentrl` (provider-api.md *Object and discovery*). Types only; published to dApp developers. */
import type { DecentrlEvents } from '../api/decentrl-rpc.ts';
import type { DecentrlRpc } from '../api/page.ts';

/** The object a page talks to. `request` rejects with a `ProviderRpcError`. */
export interface DecentrlProvider {
  readonly isDecentrl: true;
  readonly apiVersion: '1.0';
  request<M extends keyof DecentrlRpc>(
    request: undefined extends DecentrlRpc[M]['params']
      ? { method: M; params?: DecentrlRpc[M]['params'] | [DecentrlRpc[M]['params']] }
      : { method: M; params: DecentrlRpc[M]['params'] | [DecentrlRpc[M]['params']] },
  ): Promise<DecentrlRpc[M]['result']>;
  on<E extends keyof DecentrlEvents>(event: E, listener: (payload: DecentrlEvents[E]) => void): this;
  removeListener<E extends keyof DecentrlEvents>(
    event: E,
    listener: (payload: DecentrlEvents[E]) => void,
  ): this;
}

/** Who announces itself; the same for everyone except `uuid`, which is new on every page. */
export interface ProviderInfo {
  readonly uuid: string;
  readonly name: string;
  /** A `data:` URI of an image. */
  readonly icon: string;
  /** Reverse domain name of the product. */
  readonly rdns: string;
  readonly apiVersion: '1.0';
  readonly features: readonly string[];
}

/** `detail` of `decentrl:announceProvider`. */
export interface ProviderDetail {
  readonly info: ProviderInfo;
  readonly provider: DecentrlProvider;
}

declare global {
  interface Window {
    readonly decentrl?: DecentrlProvider;
  }
  interface WindowEventMap {
    'decentrl:announceProvider': CustomEvent<ProviderDetail>;
    'decentrl:requestProvider': Event;
  }
}
