import type { JSX } from 'preact';
import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { Notice } from '../ui/notice.tsx';

/** Another key answers for a wallet than the known one: since when, and from when on it is used (address-messaging.md §1.9, §1.11). */
export function ChangedKey({ changed }: { changed: HeldResolution['changedKey'] }): JSX.Element | null {
  const { t, dates } = useCompanion();
  if (changed === null) return null;
  return (
    <Notice tone="amber" title={t('walletChanged')} testid="wallet-changed">
      {t('walletChangedThen', dates.full(changed.seenAt), dates.full(changed.usableAt))}
    </Notice>
  );
}
