import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LockAfter } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ActionDialog } from '../ui/action-dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { LOCK_WORDS } from './lock-words.ts';

/** When to lock by itself; *never* needs the password and says what it means. */
export function Lock(): JSX.Element {
  const { t, client, settings, refresh } = useCompanion();
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const value = settings.value?.lockAfter;
  const save = useAction(async (lockAfter: LockAfter, secret?: string) => {
    await client.request('settings_set', {
      settings: { lockAfter },
      ...(secret === undefined ? {} : { password: secret }),
    });
    await refresh(['settings', 'state']);
    setAsking(false);
    setPassword('');
  });
  useEffect(() => {
    if (settings.value === null) void refresh(['settings']);
  }, [settings, refresh]);
  return (
    <Screen
      testid="screen-lock"
      title={t('lockAfter')}
      back
      above={asking ? null : <Problem error={save.error} />}
    >
      <p class="lead">{t('lockLead')}</p>
      <Section tight>
        <fieldset class="options">
          <legend class="hidden">{t('lockAfter')}</legend>
          {(Object.keys(LOCK_WORDS) as LockAfter[]).map((option) => (
            <label class="setting" key={option}>
              <span class="setting-text">{t(LOCK_WORDS[option])}</span>
              <input
                type="radio"
                name="lock-after"
                checked={value === option}
                data-testid={`lock-after-${option}`}
                onChange={() => {
                  if (option === 'never') setAsking(true);
                  else void save.run(option);
                }}
              />
            </label>
          ))}
        </fieldset>
      </Section>
      {value === 'never' ? (
        <Notice tone="amber" title={t('lockNeverTitle')}>
          {t('lockNeverThen')}
        </Notice>
      ) : null}
      <p class="pad quiet">{t('lockAlways')}</p>
      {asking ? (
        <ActionDialog
          testid="lock-never"
          title={t('lockNeverAsk')}
          label={t('lockNeverDo')}
          tone="danger"
          action={{ ...save, run: () => save.run('never', password) }}
          disabled={password === ''}
          onClose={() => setAsking(false)}
        >
          <p>{t('lockNeverThen')}</p>
          <PasswordField
            label={t('password')}
            value={password}
            onText={setPassword}
            testid="lock-never-password"
            purpose="current-password"
          />
        </ActionDialog>
      ) : null}
    </Screen>
  );
}
