import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';

/** What the background thinks of a password. */
export interface Verdict {
  score: number;
  problem: string | null;
}

const WORDS: MessageKey[] = ['strength0', 'strength1', 'strength2', 'strength3', 'strength4'];

/** Asks the background about `password` a moment after the last key; null while it is empty or being asked. */
export function useVerdict(password: string): Verdict | null {
  const { client } = useCompanion();
  const [verdict, setVerdict] = useState<(Verdict & { of: string }) | null>(null);
  useEffect(() => {
    if (password === '') return;
    let current = true;
    const timer = setTimeout(() => {
      client.request('password_check', { password }).then(
        (answer) => current && setVerdict({ ...answer, of: password }),
        () => undefined,
      );
    }, 80);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, password]);
  return password !== '' && verdict?.of === password ? verdict : null;
}

/** Five steps of strength, and the rule that is not met yet in words. */
export function Strength({ verdict, typed }: { verdict: Verdict | null; typed: boolean }): JSX.Element {
  const { t } = useCompanion();
  const score = verdict?.score ?? 0;
  return (
    <div
      class="strength"
      data-testid="strength"
      data-score={verdict?.score}
      data-ok={verdict !== null && verdict.problem === null}
    >
      <div
        class={`strength-bar ${verdict === null ? '' : verdict.problem === null ? 'ok' : 'weak'}`}
        aria-hidden="true"
      >
        {[0, 1, 2, 3].map((step) => (
          <span key={step} class={verdict !== null && step < Math.max(1, score) ? 'on' : ''} />
        ))}
      </div>
      <p class={verdict !== null && verdict.problem !== null ? 'warn' : 'quiet'} aria-live="polite">
        {verdict === null
          ? typed
            ? t('strengthAsking')
            : t('strengthRule')
          : (verdict.problem ?? t(WORDS[score] ?? 'strength4'))}
      </p>
    </div>
  );
}
