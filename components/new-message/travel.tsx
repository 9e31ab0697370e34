import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanName } from '../text/clean-text.ts';
import type { MessageKey } from '../text/translate.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { NotFoundYet } from './not-found-yet.tsx';
import type { Resolved } from './use-resolved.ts';

const DELIVERIES: Record<
  NonNullable<Resolved['found']>['delivery'],
  { icon: IconName; title: MessageKey; after: MessageKey; tone: string }
> = {
  e2ee: { icon: 'lock', title: 'travelE2ee', after: 'travelE2eeThen', tone: 'good' },
  request: { icon: 'person', title: 'travelRequest', after: 'travelRequestThen', tone: 'good' },
  unreachable: { icon: 'alert', title: 'travelUnreachable', after: 'travelUnreachableThen', tone: 'warn' },
  self: { icon: 'person', title: 'travelSelf', after: 'travelSelfThen', tone: 'warn' },
};

/** Who the DID belongs to, and how a message to it would travel. */
export function Travel({ did, resolved }: { did: string | null; resolved: Resolved }): JSX.Element {
  const { t } = useCompanion();
  const { asking, found, error } = resolved;
  if (found === null) return <NotFoundYet asking={asking} error={error} />;
  const delivery = DELIVERIES[found.delivery];
  const name = cleanName(found.name) || found.fingerprint;
  return (
    <div class="travel found" role="status" data-testid="travel" data-delivery={found.delivery}>
      <div class="as">
        <Identicon did={did ?? ''} />
        <span class="row-text">
          <span class="row-name strong">
            <UntrustedText text={name} />
          </span>
          <span class="as-sub">
            <span class="mono">{found.fingerprint}</span> · {t('viaMediator', found.mediatorName)}
          </span>
        </span>
      </div>
      <p class={`travel-way ${delivery.tone}`}>
        <Icon name={delivery.icon} size={18} />
        <span>
          <strong>{t(delivery.title)}</strong>{' '}
          <span class="ink">
            {found.problem === null ? t(delivery.after, name) : cleanName(found.problem)}
          </span>
        </span>
      </p>
    </div>
  );
}
