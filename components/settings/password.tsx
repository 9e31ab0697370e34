import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRoute } from '../route/use-route.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Problem } from '../ui/problem.tsx';
import { ScreenForm } from '../ui/screen-form.tsx';
import { Strength, useVerdict } from '../ui/strength.tsx';

/** Changes the password; the keys under it stay the same. */
export function Password(): JSX.Element {
  const { t, client } = useCompanion();
  const { back } = useRoute();
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const verdict = useVerdict(next);
  const ready = password !== '' && verdict !== null && verdict.problem === null;
  const change = useAction(async () => {
    await client.request('vault_changePassword', { password, newPassword: next });
    setPassword('');
    setNext('');
    setDone(true);
  });
  return (
    <ScreenForm
      onSubmit={() => {
        if (done) back();
        else if (ready) void change.run();
      }}
      testid="screen-password"
      title={t('changePassword')}
      back
      footer={
        <Button
          tone="primary"
          type="submit"
          busy={change.busy}
          disabled={!done && !ready}
          testid="password-submit"
        >
          {done ? t('done') : t('changePassword')}
        </Button>
      }
    >
      {done ? (
        <Notice tone="accent" title={t('passwordChanged')} alert testid="password-changed">
          {t('passwordChangedThen')}
        </Notice>
      ) : (
        <div class="pad top">
          <PasswordField
            label={t('oldPassword')}
            value={password}
            onText={setPassword}
            testid="password-old"
            purpose="current-password"
          />
          <PasswordField
            label={t('newPassword')}
            value={next}
            onText={setNext}
            testid="password-new"
            purpose="new-password"
          />
          <Strength verdict={verdict} typed={next !== ''} />
          <Problem error={change.error} />
        </div>
      )}
    </ScreenForm>
  );
}
