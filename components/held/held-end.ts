import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import type { Companion } from '../companion/companion.ts';

/** Until when an escrow would keep a message that is not sent yet, and what then becomes of it. */
export function heldEnd(
  { notAfter, readableBy }: Pick<HeldResolution, 'notAfter' | 'readableBy'>,
  { t, dates }: Pick<Companion, 't' | 'dates'>,
): string {
  return notAfter === null
    ? t('travelHeldOpen')
    : t('travelHeldThen', readableBy ?? '', dates.date(notAfter));
}
