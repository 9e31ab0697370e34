import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import type { Companion } from '../companion/companion.ts';
import { shortAddress } from '../text/address-text.ts';

/** *Readable by {host} until 0x… sets up*, of a message that is not sent yet; null unless it would be held. */
export function readableBy(found: HeldResolution, { t }: Pick<Companion, 't'>): string | null {
  if (found.delivery !== 'held' || found.readableBy === null) return null;
  return t('heldReadable', found.readableBy, shortAddress(found.checksummed));
}
