import type { CompanionEvent, JsonValue } from '../../api/decentrl-rpc.ts';
import type { DecentrlRpc } from '../../api/page.ts';
import type { DecentrlProvider } from '../decentrl-provider.ts';

/** A command in the transport's shape: a provider method as `type`, its parameters beside it. */
export interface TransportCommand {
  type: keyof DecentrlRpc;
  payload?: JsonValue;
}

/** The transport shape of `@decentrl/sdk`. An endpoint is the `contractId` of a relationship. */
export interface SdkTransport {
  /** Resolves with the method's result. `contractId` is filled in from the endpoint. */
  send(endpoint: string, command: TransportCommand): Promise<unknown>;
  /** Calls back with every event of the relationship from now on; gives the way to end it. */
  subscribe(endpoint: string, callback: (event: CompanionEvent) => void): Promise<() => Promise<void>>;
}

/** Lets code written for the SDK's transport run on a companion: `externally_connectable` is missing in Firefox. */
export function createSdkTransport(provider: DecentrlProvider): SdkTransport {
  return {
    send(contractId, { type, payload }) {
      const own = typeof payload === 'object' && !Array.isArray(payload) ? payload : {};
      return provider.request({ method: type, params: { ...own, contractId } } as never);
    },
    async subscribe(contractId, callback) {
      const early: CompanionEvent[] = [];
      let id: string | null = null;
      const listener = (push: { type: string; data: object }) => {
        if (push.type !== 'decentrl_subscription') return;
        const { subscription, event } = push.data as { subscription: string; event: CompanionEvent };
        if (id === null && event.contractId === contractId) early.push(event);
        else if (subscription === id) callback(event);
      };
      provider.on('message', listener);
      id = await provider.request({ method: 'decentrl_subscribe', params: { contractId } });
      for (const event of early) callback(event);
      return async () => {
        provider.removeListener('message', listener);
        await provider.request({ method: 'decentrl_unsubscribe', params: { subscriptionId: id as string } });
      };
    },
  };
}
