import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import type { MessageKey, Translate } from '../text/translate.ts';

const WORDS: Record<ContactView['status'], MessageKey | null> = {
  active: null,
  proposed: 'statusProposed',
  requested: 'statusRequested',
  declined: 'statusDeclined',
  expired: 'statusExpired',
  revoked: 'statusRevoked',
};

/** The state of a relationship in words; null for one that is active, of which nothing need be said. */
export function statusWord(
  contact: Pick<ContactView, 'status' | 'blocked' | 'did'>,
  t: Translate,
): string | null {
  if (contact.blocked) return t('statusBlocked');
  if (contact.did === '') return t('statusHeld');
  const key = WORDS[contact.status];
  return key === null ? null : t(key);
}
