import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRead } from '../companion/use-read.ts';
import { statusWord } from '../inbox/status-word.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanName } from '../text/clean-text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ContactName } from '../ui/contact-name.tsx';
import { DidCard } from '../ui/did-card.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { PetnameDialog } from '../ui/petname-dialog.tsx';
import { Problem } from '../ui/problem.tsx';
import { RevokeDialog } from '../ui/revoke-dialog.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Who } from '../ui/who.tsx';
import { ContactBindings } from './contact-bindings.tsx';
import { ContactContracts } from './contact-contracts.tsx';
import { ContactSites } from './contact-sites.tsx';
import { SafetyNumber } from './safety-number.tsx';

/** Everything known of one contact, and what can be done about it. */
export function Contact({ signingKey }: { signingKey: string }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const { data, error, reload } = useRead('contact_get', { signingKey });
  const [dialog, setDialog] = useState<'petname' | 'revoke' | null>(null);
  const block = useAction(async (blocked: boolean) => {
    await client.request('contact_update', { signingKey, blocked });
    await refresh(['conversations']);
    reload();
  });
  const mute = useAction(async (muted: boolean) => {
    await client.request('contact_update', { signingKey, muted });
    reload();
  });
  if (data === null) {
    return (
      <Screen testid="screen-contact" title={t('contact')} back>
        {error === null ? (
          <Waiting what={t('waitingContact')} retry={reload} />
        ) : (
          <Problem error={error} retry={reload} />
        )}
      </Screen>
    );
  }
  const { contact, conversationId, safetyNumber, contracts, bindings, sites } = data;
  const status = statusWord(contact, t);
  return (
    <Screen
      testid="screen-contact"
      title={t('contact')}
      back
      above={<Problem error={block.error ?? mute.error} />}
      footer={
        conversationId === null ? undefined : (
          <ButtonLink
            tone="primary"
            href={hrefTo(ROUTES.conversation, conversationId)}
            testid="contact-message"
          >
            {t('openConversation')}
          </ButtonLink>
        )
      }
    >
      <Section>
        <Who
          did={contact.did}
          name={<ContactName contact={contact} />}
          action={
            <Button small onClick={() => setDialog('petname')} testid="contact-petname">
              <Icon name="pencil" size={16} />
              {t('petname')}
            </Button>
          }
        >
          <p class="quiet">
            {contact.alias === null ? null : (
              <>
                {t('alias')} “<UntrustedText text={contact.alias} />” ·{' '}
              </>
            )}
            <span class="mono">{contact.fingerprint}</span>
          </p>
          {status ? <p class="warn">{status}</p> : null}
        </Who>
      </Section>
      {contact.changedDid === null ? null : (
        <Notice tone="amber" title={t('didChanged', cleanName(contact.name))}>
          {t('didChangedThen')}
        </Notice>
      )}
      {contact.ambiguous ? (
        <Notice tone="amber" title={t('sameName')}>
          {t('sameNameThen')}
        </Notice>
      ) : null}
      <SafetyNumber contact={contact} digits={safetyNumber} onChanged={reload} />
      <Section label={t('did')}>
        <DidCard did={contact.did} via={contact.mediatorName} />
      </Section>
      <ContactBindings bindings={bindings} />
      <ContactContracts contracts={contracts} />
      <ContactSites sites={sites} />
      <Section>
        <SwitchRow
          label={t('notifyOfContact')}
          hint={t('notificationsHint')}
          checked={!contact.muted}
          onChange={(on) => void mute.run(!on)}
          testid="contact-notify"
        />
      </Section>
      <Section label={t('labelEnd')}>
        <div class="stack">
          <Button busy={block.busy} onClick={() => void block.run(!contact.blocked)} testid="contact-block">
            <Icon name="block" size={16} />
            {contact.blocked ? t('unblock') : t('block')}
          </Button>
          {contact.status === 'revoked' ? null : (
            <Button tone="danger" onClick={() => setDialog('revoke')} testid="contact-revoke">
              <Icon name="trash" size={16} />
              {t('revokeContract')}
            </Button>
          )}
        </div>
        <p class="quiet">{t('blockOrRevoke')}</p>
      </Section>
      {dialog === 'petname' ? <PetnameDialog contact={contact} onClose={() => setDialog(null)} /> : null}
      {dialog === 'revoke' ? <RevokeDialog contact={contact} onClose={() => setDialog(null)} /> : null}
    </Screen>
  );
}
