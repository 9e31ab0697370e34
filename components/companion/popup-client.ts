import type { PopupChange, PopupRpc } from '../../lib/api/popup/popup-rpc.ts';

/** How the components talk to the background: `createPopupClient` makes the extension's, the preview has a fake one. */
export interface PopupClient {
  request<M extends keyof PopupRpc>(method: M, params: PopupRpc[M]['params']): Promise<PopupRpc[M]['result']>;
  subscribe(listener: (change: PopupChange) => void): () => void;
}
