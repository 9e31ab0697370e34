import type { PopupRpc } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from './companion-context.ts';
import { type Loaded, useLoad } from './use-load.ts';

/** What a method gives, read again whenever the background pushes one of its topics, or the parameters change. */
export function useRead<M extends keyof PopupRpc>(
  method: M,
  params: PopupRpc[M]['params'],
): Loaded<PopupRpc[M]['result']> {
  const { client, versions } = useCompanion();
  return useLoad(() => client.request(method, params), [client, JSON.stringify(params), ...versions(method)]);
}
