import type { JSX } from 'preact';
import type { IdentityView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanName } from '../text/clean-text.ts';
import { IconButton, IconLink } from '../ui/button.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

/** How the mediator stands, in a few words; its name comes last, because that may be cut off and the state may not. */
export function SyncLine({ identity }: { identity: IdentityView | undefined }): JSX.Element | null {
  const { t, dates, now } = useCompanion();
  if (identity === undefined) return null;
  const { mediatorName, lastSyncAt, syncProblem } = identity;
  if (syncProblem !== null) {
    return (
      <span class="warn" title={cleanName(syncProblem)} data-testid="sync-line">
        {t('syncFailing')} · <UntrustedText text={mediatorName} />
      </span>
    );
  }
  return (
    <span data-testid="sync-line">
      {lastSyncAt === null ? t('syncNever') : t('syncedAt', dates.brief(lastSyncAt, now()))} ·{' '}
      <UntrustedText text={mediatorName} />
    </span>
  );
}

/** The picture of the identity; leads to its DID, to hand to others. */
export function IdentityMark({ identity }: { identity: IdentityView | undefined }): JSX.Element {
  const { t } = useCompanion();
  return (
    <a
      class="identity-mark"
      href={hrefTo(ROUTES.me)}
      aria-label={t('yourDid')}
      title={t('yourDid')}
      data-testid="open-me"
    >
      {identity ? <Identicon did={identity.did} /> : <span class="blank tile" />}
    </a>
  );
}

/** New message, settings, lock. */
export function InboxActions(): JSX.Element {
  const { t, client } = useCompanion();
  const lock = useAction(() => client.request('vault_lock', undefined));
  return (
    <>
      <IconLink icon="plus" label={t('newMessage')} href={hrefTo(ROUTES.newMessage)} testid="new-message" />
      <IconLink icon="gear" label={t('settings')} href={hrefTo(ROUTES.settings)} testid="open-settings" />
      <IconButton icon="lock" label={t('lockNow')} testid="lock-now" onClick={() => void lock.run()} />
    </>
  );
}
