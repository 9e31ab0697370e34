import { nowSeconds } from '../../../domain/domain.ts';
import { openSenders } from '../../../held/receive/sender-requests.ts';
import { readContacts } from '../../../views/contact-view.ts';
import { requestView } from '../../../views/request-view.ts';
import { senderView } from '../../../views/sender-view.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Open requests of others and our own proposals without an answer, newest first. */
export const requestsList: PopupHandler<'requests_list', App> = async (app) => {
  const [requests, { looks }] = await Promise.all([app.tables.requests.getAll(), readContacts(app)]);
  const now = nowSeconds(app);
  const senders = await openSenders(app);
  const held = await Promise.all(senders.map((sender) => senderView(app, sender, looks)));
  const asked = requests
    .filter(
      ({ status, renewal }) =>
        !renewal && (status === 'requested' || status === 'proposed' || status === 'refused'),
    )
    .map((request) => requestView(request, looks, now))
    .filter(({ direction, status }) => direction === 'out' || status === 'requested');
  return [...asked, ...held].sort((a, b) => b.receivedAt - a.receivedAt);
};
