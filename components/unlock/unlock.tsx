import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { describeError, errorDetails } from '../companion/describe-error.ts';
import { useAction } from '../companion/use-action.ts';
import { useNow } from '../companion/use-now.ts';
import { identityName } from '../text/identity-name.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { Forgotten } from './forgotten.tsx';

/** The password, and how long to wait after wrong ones. What was asked for is shown after it. */
export function Unlock({ reason }: { reason?: string }): JSX.Element {
  const { t, client, state, refresh, now: clock } = useCompanion();
  const [password, setPassword] = useState('');
  const [forgotten, setForgotten] = useState(false);
  const [notBefore, setNotBefore] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const now = useNow(500);
  const identity = state.value?.identities.find((one) => one.active) ?? state.value?.identities[0];
  const waitUntil = Math.max(state.value?.unlockNotBefore ?? 0, notBefore ?? 0);
  const wait = Math.max(0, Math.ceil((waitUntil - now) / 1000));
  const unlock = useAction(async () => {
    try {
      await client.request('vault_unlock', { password });
      setPassword('');
      await refresh(['state', 'settings']);
    } catch (error) {
      const retry = errorDetails(error)?.retryAfterMs;
      if (typeof retry === 'number' && retry > 0) setNotBefore(clock() + retry);
      setPassword('');
      field.current?.focus();
      throw error;
    }
  });
  useEffect(() => field.current?.focus(), []);
  const failed = unlock.error === null ? null : describeError(unlock.error, t);
  return (
    <main class="screen unlock" data-testid="screen-unlock">
      <form
        class="unlock-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (wait === 0 && password !== '') void unlock.run();
        }}
      >
        <div class="unlock-mark">
          {identity ? <Identicon did={identity.did} size={56} /> : <Brand size={56} />}
        </div>
        <h1 class="unlock-title">{identity ? <bdi>{identityName(identity)}</bdi> : t('extensionName')}</h1>
        <p class="unlock-sub">{reason ?? t('unlockSub')}</p>
        <PasswordField
          label={t('password')}
          value={password}
          onText={setPassword}
          testid="unlock-password"
          purpose="current-password"
          inputRef={field}
          error={wait > 0 ? undefined : failed ? `${failed.what} ${failed.after}` : undefined}
        />
        {wait > 0 ? (
          <p class="warn" role="timer" aria-live="off" data-testid="unlock-wait">
            {t('unlockWait', wait)}
          </p>
        ) : null}
        <Button
          tone="primary"
          wide
          type="submit"
          disabled={wait > 0 || password === ''}
          busy={unlock.busy}
          testid="unlock-submit"
        >
          {unlock.busy ? t('unlocking') : t('unlock')}
        </Button>
        <Button tone="quiet" onClick={() => setForgotten(true)} testid="unlock-forgotten">
          {t('forgotten')}
        </Button>
      </form>
      {forgotten ? <Forgotten onClose={() => setForgotten(false)} /> : null}
    </main>
  );
}
