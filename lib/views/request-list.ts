import type { RequestView } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { openSenders } from '../held/receive/sender-requests.ts';
import { readContacts } from './contact-view.ts';
import { requestView } from './request-view.ts';
import { senderView } from './sender-view.ts';

/** Open requests of others and our own proposals without an answer, newest first. */
export async function requestViews(domain: Domain): Promise<RequestView[]> {
  const [requests, { looks }] = await Promise.all([domain.tables.requests.getAll(), readContacts(domain)]);
  const now = nowSeconds(domain);
  const senders = await openSenders(domain);
  const held = await Promise.all(senders.map((sender) => senderView(domain, sender, looks)));
  const asked = requests
    .filter(
      ({ status, renewal }) =>
        !renewal && (status === 'requested' || status === 'proposed' || status === 'refused'),
    )
    .map((request) => requestView(request, looks, now))
    .filter(({ direction, status }) => direction === 'out' || status === 'requested');
  return [...asked, ...held].sort((a, b) => b.receivedAt - a.receivedAt);
}
