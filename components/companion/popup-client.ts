import type { PopupChange, PopupRpc } from '../../lib/api/popup/popup-rpc.ts';

/** What the components have towards the background; `createPopupClient` gives one, the preview another. */
export interface PopupClient {
  request<M extends keyof PopupRpc>(method: M, params: PopupRpc[M]['params']): Promise<PopupRpc[M]['result']>;
  subscribe(listener: (change: PopupChange) => void): () => void;
}
