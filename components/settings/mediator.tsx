import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { cleanText } from '../text/clean-text.ts';
import { identityName } from '../text/identity-name.ts';
import { Button } from '../ui/button.tsx';
import { Fact } from '../ui/fact.tsx';
import { Icon } from '../ui/icon.tsx';
import { MediatorPowers } from '../ui/mediator-powers.tsx';
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
            <Fact label={t('mediator')}>
              <UntrustedText text={identity.mediatorName} />
            </Fact>
            <Fact label={t('registration')}>
              {identity.registered ? (
                <span class="good">{t('registered')}</span>
              ) : (
                <span class="warn">{t('notRegistered')}</span>
              )}
            </Fact>
            <Fact label={t('lastSync')}>
              {identity.lastSyncAt === null ? t('never') : dates.brief(identity.lastSyncAt, now())}
            </Fact>
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
        <MediatorPowers />
      </Section>
    </Screen>
  );
}
