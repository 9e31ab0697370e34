import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanName } from '../text/clean-text.ts';
import type { MessageKey } from '../text/translate.ts';
import type { IconName } from '../ui/icon.tsx';
import { IconSentence } from '../ui/icon-sentence.tsx';
import { Party } from '../ui/party.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { NotFoundYet } from './not-found-yet.tsx';
import type { Resolved } from './use-resolved.ts';

const DELIVERIES: Record<
  NonNullable<Resolved['found']>['delivery'],
  { icon: IconName; title: MessageKey; after: MessageKey; tone: 'good' | 'warn' }
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
      <Party
        did={did ?? ''}
        name={<UntrustedText text={name} />}
        sub={
          <>
            <span class="mono">{found.fingerprint}</span> · {t('viaMediator', found.mediatorName)}
          </>
        }
      />
      <IconSentence icon={delivery.icon} tone={delivery.tone}>
        <strong>{t(delivery.title)}</strong>{' '}
        <span class="ink">{found.problem === null ? t(delivery.after, name) : cleanName(found.problem)}</span>
      </IconSentence>
    </div>
  );
}
