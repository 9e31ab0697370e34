import type { PopupRpc } from '../../api/popup/popup-rpc.ts';

/** One private method. */
export type PopupHandler<M extends keyof PopupRpc, App> = (
  app: App,
  params: PopupRpc[M]['params'],
) => Promise<PopupRpc[M]['result']>;

/** The handlers of all private methods over one app. */
export type PopupHandlers<App> = { [M in keyof PopupRpc]: PopupHandler<M, App> };
