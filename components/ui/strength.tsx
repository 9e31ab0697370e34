import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAsked } from '../companion/use-asked.ts';
import type { MessageKey } from '../text/translate.ts';

/** What the background thinks of a password. */
export interface Verdict {
  score: number;
  problem: string | null;
}

const WORDS: MessageKey[] = ['strength0', 'strength1', 'strength2', 'strength3', 'strength4'];
const TYPING_MS = 80;

/** Asks the background about `password` a moment after the last key; null while it is empty or being asked. */
export function useVerdict(password: string): Verdict | null {
  const { client } = useCompanion();
  const typed = password === '' ? null : password;
  return useAsked(typed, (typing) => client.request('password_check', { password: typing }), TYPING_MS, [
    client,
  ]).found;
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
