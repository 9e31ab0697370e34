import type { MessageView } from '../../lib/api/popup/popup-rpc.ts';
import type { Companion } from '../companion/companion.ts';
import { hostOfDid, shortAddress } from '../text/address-text.ts';

/** What must be told of a message beside its state; amber while somebody else can read it or something is missing. */
export interface HeldSentence {
  text: string;
  tone: 'good' | 'warn' | 'bad' | 'quiet';
}

/** The sentence of a message that went by an escrow (address-messaging.md §3.9, §3.13), null for any other. */
export function heldSentence(
  { state, direction, held }: Pick<MessageView, 'state' | 'direction' | 'held'>,
  { t, dates }: Pick<Companion, 't' | 'dates'>,
): HeldSentence | null {
  if (held === null) return null;
  const host = held.readableBy ?? held.couldRead ?? hostOfDid(held.escrow);
  const wallet = shortAddress(held.checksummed);
  switch (state) {
    case 're-encrypted':
      return {
        text:
          held.since === null
            ? t('heldSinceUnknown', host)
            : t('heldSince', `${dates.date(held.since)}, ${dates.time(held.since)}`, host),
        tone: 'good',
      };
    case 'expired':
      return { text: t('heldExpired', wallet, host), tone: 'warn' };
    case 'withdrawn':
      return { text: t('heldWithdrawn', host), tone: 'quiet' };
    case 'not-re-encrypted':
      return { text: t('heldNotReEncrypted', host), tone: 'warn' };
    case 'unconfirmed':
      return { text: t('heldUnconfirmed', host), tone: 'warn' };
    case 'disputed':
      return { text: t('heldDisputed'), tone: 'bad' };
    default:
      break;
  }
  if (held.readableBy === null) return null;
  if (direction === 'in') return { text: t('heldReadableIn', held.readableBy), tone: 'warn' };
  return { text: t('heldReadable', held.readableBy, wallet), tone: 'warn' };
}
