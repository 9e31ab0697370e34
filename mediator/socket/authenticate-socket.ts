import { parseJson } from '../../lib/crypto/canonical.ts';
import { errorCodeOf } from '../../lib/protocol/error-codes.ts';
import { refusing } from '../../lib/protocol/protocol-error.ts';
import { parseAuthenticate, verifyAuthenticate } from '../../lib/protocol/socket-frames.ts';
import type { MediatorContext } from '../context/mediator-context.ts';
import { Refusal } from '../errors/refusal.ts';
import { findIdentity, type IdentityRow } from '../store/identities/find-identity.ts';

/** Verifies the first frame of a socket and burns its nonce. @throws Refusal */
export async function authenticateSocket(
  mediator: MediatorContext,
  text: string,
  address: string,
): Promise<IdentityRow> {
  const now = mediator.clock();
  try {
    const frame = refusing(() => parseJson(text), 'authenticate');
    const sender = await verifyAuthenticate(frame, { mediatorDid: mediator.mediatorDid, now });
    const { nonce, timestamp } = parseAuthenticate(text);
    const identity = await mediator.store.change(async (tx) => {
      const fresh = await mediator.nonces.burn(tx, sender.did, nonce, timestamp);
      if (!fresh) throw new Refusal('NONCE_REUSED');
      return findIdentity(tx, sender.did);
    });
    if (!identity || identity.registered_until * 1000 <= now) throw new Refusal('NOT_REGISTERED');
    return identity;
  } catch (error) {
    const code = errorCodeOf(error);
    if (!code && !(error instanceof Refusal)) throw error;
    const wait = mediator.rates.unauthenticated.take(address, 1);
    if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
    throw code ? new Refusal(code) : error;
  }
}
