import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { identityName } from '../inbox/inbox-header.tsx';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { DidCard } from '../ui/did-card.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** The own DID, to hand to somebody who wants to write. */
export function Me(): JSX.Element {
  const { t, state } = useCompanion();
  const identity = state.value?.identities.find((one) => one.active);
  if (identity === undefined) {
    return (
      <Screen testid="screen-me" title={t('yourDid')} back>
        <Waiting />
      </Screen>
    );
  }
  return (
    <Screen testid="screen-me" title={t('yourDid')} back>
      <Section>
        <div class="who">
          <Identicon did={identity.did} size={44} />
          <div class="row-text">
            <p class="who-name">
              <bdi>{identityName(identity)}</bdi>
            </p>
            <p class="quiet">
              <span class="mono">{identity.fingerprint}</span>
            </p>
          </div>
          {(state.value?.identities.length ?? 0) > 1 ? (
            <a class="button plain small" href={hrefTo(ROUTES.identities)}>
              {t('change')}
            </a>
          ) : null}
        </div>
      </Section>
      <p class="lead">{t('yourDidLead')}</p>
      <Section>
        <DidCard did={identity.did} via={identity.mediatorName} open />
      </Section>
    </Screen>
  );
}
