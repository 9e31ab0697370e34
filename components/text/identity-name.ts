import type { IdentityView } from '../../lib/api/popup/popup-rpc.ts';
import { cleanName } from './clean-text.ts';

/** An own identity as it is named to others: its alias, else its fingerprint; empty while there is none. */
export function identityName(identity: IdentityView | undefined): string {
  return identity === undefined ? '' : cleanName(identity.alias ?? '') || identity.fingerprint;
}
