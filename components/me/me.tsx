import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { identityName } from '../text/identity-name.ts';
import { ButtonLink } from '../ui/button.tsx';
import { DidCard } from '../ui/did-card.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Who } from '../ui/who.tsx';

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
        <Who
          did={identity.did}
          name={<bdi>{identityName(identity)}</bdi>}
          action={
            (state.value?.identities.length ?? 0) > 1 ? (
              <ButtonLink small href={hrefTo(ROUTES.identities)}>
                {t('change')}
              </ButtonLink>
            ) : null
          }
        >
          <p class="quiet">
            <span class="mono">{identity.fingerprint}</span>
          </p>
        </Who>
      </Section>
      <p class="lead">{t('yourDidLead')}</p>
      <Section>
        <DidCard did={identity.did} via={identity.mediatorName} open />
      </Section>
    </Screen>
  );
}
