import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { identityName } from '../text/identity-name.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { PartyLine } from '../ui/party.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';

/** The person's identities: which one the inbox shows, and another one. */
export function Identities(): JSX.Element {
  const { t, client, state, refresh } = useCompanion();
  const select = useAction(async (index: number) => {
    await client.request('identity_select', { index });
    await refresh(['state', 'conversations', 'requests']);
  });
  return (
    <Screen
      testid="screen-identities"
      title={t('identities')}
      back
      above={<Problem error={select.error} />}
      footer={
        <ButtonLink tone="primary" href={hrefTo(ROUTES.addIdentity)} testid="identity-add">
          <Icon name="plus" size={18} />
          {t('addIdentity')}
        </ButtonLink>
      }
    >
      <p class="lead">{t('identitiesLead')}</p>
      <fieldset class="options lined">
        <legend class="hidden">{t('identities')}</legend>
        {(state.value?.identities ?? []).map((identity) => (
          <label class="party choosable padded" key={identity.index}>
            <PartyLine
              did={identity.did}
              name={<bdi>{identityName(identity)}</bdi>}
              sub={
                <>
                  <span class="mono">{identity.fingerprint}</span> ·{' '}
                  <UntrustedText text={identity.mediatorName} />
                  {identity.registered ? null : <span class="warn"> · {t('notRegistered')}</span>}
                </>
              }
            />
            <input
              type="radio"
              name="identity"
              checked={identity.active}
              data-testid={`identity-select-${identity.index}`}
              onChange={() => void select.run(identity.index)}
            />
          </label>
        ))}
      </fieldset>
    </Screen>
  );
}
