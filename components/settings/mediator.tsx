import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { identityName } from '../inbox/inbox-header.tsx';
import { cleanText } from '../text/clean-text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

/** How each identity stands with its mediator, and what a mediator can and cannot. */
export function Mediator(): JSX.Element {
  const { t, client, state, dates, now, refresh } = useCompanion();
  const sync = useAction(async () => {
    await client.request('sync_now', undefined);
    await refresh(['state', 'conversations', 'requests']);
  });
  return (
    <Screen
      testid="screen-mediator"
      title={t('mediator')}
      back
      above={<Problem error={sync.error} retry={() => void sync.run()} />}
      footer={
        <Button tone="primary" busy={sync.busy} onClick={() => void sync.run()} testid="sync-now">
          <Icon name="refresh" size={18} />
          {sync.busy ? t('syncing') : t('syncNow')}
        </Button>
      }
    >
      {(state.value?.identities ?? []).map((identity) => (
        <Section key={identity.index} label={identityName(identity)}>
          <ul class="facts">
            <li>
              <span>{t('mediator')}</span>
              <UntrustedText text={identity.mediatorName} />
            </li>
            <li>
              <span>{t('registration')}</span>
              {identity.registered ? (
                <span class="good">{t('registered')}</span>
              ) : (
                <span class="warn">{t('notRegistered')}</span>
              )}
            </li>
            <li>
              <span>{t('lastSync')}</span>
              <span>
                {identity.lastSyncAt === null ? t('never') : dates.brief(identity.lastSyncAt, now())}
              </span>
            </li>
          </ul>
          {identity.syncProblem === null ? null : (
            <p class="warn" role="status">
              {cleanText(identity.syncProblem)} {t('syncProblemThen')}
            </p>
          )}
          <p class="mono wrap quiet small-print" dir="ltr">
            {cleanText(identity.mediatorDid)}
          </p>
        </Section>
      ))}
      <Section label={t('mediatorWhat')}>
        <dl class="can">
          <dt>{t('mediatorCan')}</dt>
          <dd>{t('mediatorCanWhat')}</dd>
          <dt>{t('mediatorCannot')}</dt>
          <dd>{t('mediatorCannotWhat')}</dd>
        </dl>
      </Section>
    </Screen>
  );
}
