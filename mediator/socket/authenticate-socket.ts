import { parseJson } from '../../lib/crypto/canonical.ts';
import { errorCodeOf } from '../../lib/protocol/error-codes.ts';
import { refusing } from '../../lib/protocol/protocol-error.ts';
import { parseAuthenticate, verifyAuthenticate } from '../../lib/protocol/socket-frames.ts';
import type { CommandHouse } from '../dispatch/run-command.ts';
import { Refusal } from '../errors/refusal.ts';
import { findIdentity, type IdentityRow } from '../store/identities/find-identity.ts';

/** Verifies the first frame of a socket and burns its nonce. @throws Refusal */
export async function authenticateSocket(
  house: CommandHouse,
  text: string,
  address: string,
): Promise<IdentityRow> {
  const now = house.clock();
  try {
    const frame = refusing(() => parseJson(text), 'authenticate');
    const sender = await verifyAuthenticate(frame, { mediatorDid: house.mediatorDid, now });
    const { nonce, timestamp } = parseAuthenticate(text);
    const identity = await house.store.run({
      async effect(tx) {
        const fresh = await house.nonces.burn(tx, sender.did, nonce, timestamp);
        if (!fresh) throw new Refusal('NONCE_REUSED');
        return findIdentity(tx, sender.did);
      },
    });
    if (!identity || identity.registered_until * 1000 <= now) throw new Refusal('NOT_REGISTERED');
    return identity;
  } catch (error) {
    const code = errorCodeOf(error);
    if (!code && !(error instanceof Refusal)) throw error;
    const wait = house.rates.unauthenticated.take(address, 1);
    if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
    throw code ? new Refusal(code) : error;
  }
}
