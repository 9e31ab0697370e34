import type { JSX } from 'preact';
import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { heldEnd } from '../held/held-end.ts';
import { readableBy } from '../held/readable-by.ts';
import type { HeldAnswer } from '../held/use-held.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { shortAddress } from '../text/address-text.ts';
import { chainName } from '../text/chain-name.ts';
import { cleanName } from '../text/clean-text.ts';
import { ButtonLink } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { IconSentence } from '../ui/icon-sentence.tsx';
import { NoBreak } from '../ui/no-break.tsx';
import { Party } from '../ui/party.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { NotFoundYet } from './not-found-yet.tsx';

const LOOKS: Record<HeldResolution['delivery'], { icon: IconName; tone: 'good' | 'warn' }> = {
  e2ee: { icon: 'lock', tone: 'good' },
  held: { icon: 'eye', tone: 'warn' },
  unreachable: { icon: 'alert', tone: 'warn' },
  self: { icon: 'person', tone: 'warn' },
};

function Who({ found }: { found: HeldResolution }): JSX.Element | null {
  if (found.address === '') return null;
  const name = found.contact?.name ?? found.ensName;
  return (
    <Party
      did={found.contact?.did || found.address}
      name={
        <>
          {name === null ? (
            <span class="mono">{shortAddress(found.checksummed)}</span>
          ) : (
            <UntrustedText text={name} />
          )}
          {found.contact !== null && found.ensName !== null ? (
            <UntrustedText text={found.ensName} mono />
          ) : null}
        </>
      }
      sub={
        <span class="sub-line mono" dir="ltr" data-testid="held-address">
          {found.checksummed}
        </span>
      }
    />
  );
}

/** What follows from the way it travels: title, then sentence. */
function useWords(found: HeldResolution): [string, string] {
  const companion = useCompanion();
  const { t, dates } = companion;
  const who = cleanName(found.contact?.name ?? '') || shortAddress(found.checksummed);
  const { changedKey } = found;
  if (changedKey !== null)
    return [
      t('walletChanged'),
      t('walletChangedThen', dates.full(changedKey.seenAt), dates.full(changedKey.usableAt)),
    ];
  if (found.problem !== null) return [t('travelUnreachable'), cleanName(found.problem)];
  switch (found.delivery) {
    case 'e2ee':
      return [t('travelE2ee'), t('travelWalletE2ee', who)];
    case 'self':
      return [t('travelSelf'), t('travelSelfThen')];
    case 'held':
      return [`${readableBy(found, companion)}.`, heldEnd(found, companion)];
    default:
      return [t('travelUnreachable'), t('travelUnreachableThen', who)];
  }
}

function Found({ found }: { found: HeldResolution }): JSX.Element {
  const { t } = useCompanion();
  const [title, then] = useWords(found);
  const { icon, tone } = LOOKS[found.problem === null ? found.delivery : 'unreachable'];
  return (
    <div
      class={found.delivery === 'held' ? 'travel found held' : 'travel found'}
      role="status"
      data-testid="travel"
      data-delivery={found.delivery}
    >
      <Who found={found} />
      <IconSentence icon={icon} tone={tone}>
        <strong data-testid="held-label">
          <NoBreak text={title} whole={shortAddress(found.checksummed)} />
        </strong>{' '}
        <span class="ink">{then}</span>
      </IconSentence>
      {found.contractWalletOn === null ? null : (
        <p class="quiet travel-note">{t('contractWalletOn', chainName(found.contractWalletOn, t))}</p>
      )}
      {found.address === '' && !found.to.startsWith('0x') ? (
        <p class="travel-note">
          <ButtonLink tone="quiet" href={hrefTo(ROUTES.chain)} testid="held-settings">
            {t('chainSettings')}
          </ButtonLink>
        </p>
      ) : null}
    </div>
  );
}

/** Whose wallet it is, how a message to it would travel, and who could read it: before anything leaves (security.md B-01). */
export function HeldTravel({ answer }: { answer: HeldAnswer }): JSX.Element {
  const { asking, found, error } = answer;
  if (found === null) return <NotFoundYet asking={asking} error={error} />;
  return <Found found={found} />;
}
