import type { RequestsRpc } from '../../../api/popup/requests.ts';
import { requestViews } from '../../../views/request-list.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { none } from '../params/shared.ts';

/** The background's half of what is about requests. */
export const requestsMethods: PopupArea<RequestsRpc> = {
  requests_list: { params: none, handle: (app) => requestViews(app) },
};
