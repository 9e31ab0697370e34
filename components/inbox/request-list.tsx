import type { JSX } from 'preact';
import type { RequestView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useNow } from '../companion/use-now.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanName } from '../text/clean-text.ts';
import type { Translate } from '../text/translate.ts';
import { ContactName } from '../ui/contact-name.tsx';
import { Empty } from '../ui/empty.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { When } from '../ui/when.tsx';

/** Who could read the last message of somebody unknown, as a word. */
function heldWord(request: RequestView, t: Translate): string | null {
  const last = request.heldMessages.at(-1)?.held;
  if (!last) return null;
  return last.readableBy === null ? t('stateReEncrypted') : t('heldShort', last.readableBy);
}

function line(request: RequestView, t: Translate): string {
  const last = request.heldMessages.at(-1);
  if (last !== undefined) return cleanName(last.text ?? last.type);
  if (request.direction === 'in') return request.note === null ? t('requestNoNote') : cleanName(request.note);
  if (request.status === 'declined') return t('statusDeclined');
  if (request.status === 'expired') return t('statusExpired');
  return t('requestWaiting');
}

/** Who asks to write, and what we asked ourselves. */
export function RequestList({ scroller }: { scroller: { current: HTMLElement | null } }): JSX.Element {
  const { t, requests, refresh } = useCompanion();
  const now = useNow(60_000);
  const all = requests.value;
  if (all === null)
    return <Waiting what={t('waitingRequests')} retry={() => void refresh(['state', 'requests'])} />;
  if (all.length === 0) {
    return (
      <Empty icon="person" title={t('requestsEmpty')}>
        {t('requestsEmptyThen')}
      </Empty>
    );
  }
  return (
    <VirtualList
      total={all.length}
      label={t('tabRequests')}
      scroller={scroller}
      row={(index, tabIndex) => {
        const request = all[index];
        if (request === undefined) return <span />;
        const incoming = request.direction === 'in';
        return (
          <a
            class="row"
            href={
              incoming
                ? hrefTo(ROUTES.request, request.requestId)
                : hrefTo(ROUTES.conversation, `request:${request.requestId}`)
            }
            tabIndex={tabIndex}
            data-index={index}
            data-testid="request-row"
            data-direction={request.direction}
            data-request={request.requestId}
          >
            <Identicon did={request.did} />
            <span class="row-text">
              <span class={incoming ? 'row-name strong' : 'row-name'}>
                <ContactName contact={request} />
                {request.ambiguous ? null : <span class="mono quiet">{request.fingerprint}</span>}
              </span>
              <span
                class={
                  incoming && (request.note !== null || request.heldMessages.length > 0)
                    ? 'row-line'
                    : 'row-line quiet'
                }
              >
                {heldWord(request, t) === null ? null : <span class="warn">{heldWord(request, t)} · </span>}
                <bdi>{line(request, t)}</bdi>
              </span>
            </span>
            <span class="row-end">
              <When at={request.receivedAt} now={now} />
            </span>
          </a>
        );
      }}
    />
  );
}
