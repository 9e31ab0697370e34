import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Settings as SettingsView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanName } from '../text/clean-text.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { LOCK_WORDS } from './lock-words.ts';
import { SettingLink } from './setting-link.tsx';

type Place = {
  icon: IconName;
  label: MessageKey;
  route:
    | 'identities'
    | 'sites'
    | 'mediator'
    | 'wallets'
    | 'escrows'
    | 'chain'
    | 'lock'
    | 'words'
    | 'password'
    | 'diagnostics';
  value?: string;
};

/** All settings on one page; what needs more room or a password has its own. */
export function Settings(): JSX.Element {
  const { t, client, settings, state, surface, refresh } = useCompanion();
  const current = settings.value;
  const identity = state.value?.identities.find((one) => one.active);
  const save = useAction(async (change: Partial<SettingsView>) => {
    await client.request('settings_set', { settings: change });
    await refresh(['settings']);
  });
  const notify = useAction(async (on: boolean) => {
    if (on && !(await surface.askNotifications())) return;
    await client.request('settings_set', { settings: { notifications: on } });
    await refresh(['settings']);
  });
  useEffect(() => {
    if (settings.value === null) void refresh(['settings']);
  }, [settings, refresh]);
  const link = ({ icon, label, route, value }: Place): JSX.Element => (
    <SettingLink
      key={route}
      icon={icon}
      label={t(label)}
      href={hrefTo(ROUTES[route])}
      testid={`settings-${route}`}
      {...(value === undefined ? {} : { value })}
    />
  );
  return (
    <Screen
      testid="screen-settings"
      title={t('settings')}
      back
      above={<Problem error={save.error ?? notify.error} />}
    >
      <Section label={t('settingsYou')} tight>
        {link({
          icon: 'person',
          label: 'identities',
          route: 'identities',
          value: String(state.value?.identities.length ?? 1),
        })}
        {link({ icon: 'site', label: 'connectedSites', route: 'sites' })}
        {link({
          icon: 'server',
          label: 'mediator',
          route: 'mediator',
          ...(identity ? { value: cleanName(identity.mediatorName) } : {}),
        })}
      </Section>
      <Section label={t('settingsWallets')} tight>
        {link({ icon: 'wallet', label: 'wallets', route: 'wallets' })}
        {link({ icon: 'eye', label: 'escrows', route: 'escrows' })}
        {link({ icon: 'anchor', label: 'chainTitle', route: 'chain' })}
      </Section>
      <Section label={t('settingsSafety')} tight>
        {link({
          icon: 'lock',
          label: 'lockAfter',
          route: 'lock',
          ...(current ? { value: t(LOCK_WORDS[current.lockAfter]) } : {}),
        })}
        {link({
          icon: 'words',
          label: 'yourWords',
          route: 'words',
          ...(state.value?.wordsConfirmed === false ? { value: t('notConfirmed') } : {}),
        })}
        {link({ icon: 'key', label: 'changePassword', route: 'password' })}
      </Section>
      {current === null ? null : (
        <Section label={t('settingsHow')} tight>
          <div class="setting">
            <span class="setting-text" id="theme-label">
              {t('theme')}
            </span>
            <Choice
              label={t('theme')}
              testid="theme"
              value={current.theme}
              options={[
                { value: 'system', label: t('themeSystem') },
                { value: 'light', label: t('themeLight') },
                { value: 'dark', label: t('themeDark') },
              ]}
              onChoose={(theme) => void save.run({ theme })}
            />
          </div>
          <SwitchRow
            label={t('receipts')}
            hint={t('receiptsHint')}
            checked={current.sendReadReceipts}
            onChange={(sendReadReceipts) => void save.run({ sendReadReceipts })}
            testid="settings-receipts"
          />
          <SwitchRow
            label={t('notifications')}
            hint={t('notificationsHint')}
            checked={current.notifications}
            onChange={(on) => void notify.run(on)}
            testid="settings-notifications"
          />
        </Section>
      )}
      <Section label={t('settingsMore')} tight>
        {link({ icon: 'bug', label: 'diagnostics', route: 'diagnostics' })}
        {surface.kind === 'popup' ? (
          <Button tone="quiet" onClick={() => surface.openTab(ROUTES.inbox)} testid="open-tab">
            <Icon name="external" size={18} />
            {t('openInTab')}
          </Button>
        ) : null}
        <SettingLink
          icon="trash"
          label={t('eraseAll')}
          href={hrefTo(ROUTES.erase)}
          testid="settings-erase"
          danger
        />
      </Section>
    </Screen>
  );
}
