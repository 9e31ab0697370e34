import type { JSX } from 'preact';
import type { ApprovalView, GrantDuration } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';
import { Choice } from '../ui/choice.tsx';
import { Tick } from '../ui/tick.tsx';

const WORDS: Record<GrantDuration, MessageKey> = {
  once: 'untilOnce',
  session: 'untilSession',
  '30days': 'until30',
  'until-revoked': 'untilRevoked',
};

/** What is chosen until the person chooses: 30 days where offered, else the first. */
export function defaultDuration(durations: GrantDuration[]): GrantDuration | null {
  return durations.includes('30days') ? '30days' : (durations[0] ?? null);
}

interface UntilProps {
  approval: ApprovalView;
  /** Milliseconds, or null where it has no end of its own. */
  ends: number | null;
  duration: GrantDuration | null;
  onChoose(duration: GrantDuration): void;
  /** The person ticked that an unlimited permission stays. */
  understood: boolean;
  onUnderstand(understood: boolean): void;
}

/** Until when: a choice, or the day a contract ends. Without an end it asks for a second gesture (security.md T-18). */
export function Until({
  approval,
  ends,
  duration,
  onChoose,
  understood,
  onUnderstand,
}: UntilProps): JSX.Element {
  const { t, dates } = useCompanion();
  return (
    <>
      {ends === null ? null : <p class="until">{dates.date(ends)}</p>}
      {approval.kind === 'sendHeld' ? <p class="quiet">{t('heldUntilThen')}</p> : null}
      {approval.durations.length > 0 ? (
        <Choice
          label={t('labelUntil')}
          testid="approval-duration"
          value={duration ?? ''}
          options={approval.durations.map((value) => ({ value, label: t(WORDS[value]) }))}
          onChoose={(value) => onChoose(value as GrantDuration)}
        />
      ) : null}
      {duration === 'until-revoked' ? (
        <Tick checked={understood} onChange={onUnderstand} testid="approval-understood">
          {t('untilRevokedSure')}
        </Tick>
      ) : null}
    </>
  );
}
