import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { Refusal } from '../errors/refusal.ts';

/**
 * Passes on what a check of a wallet gives; what a wallet did not sign is `INVALID_SIGNATURE`, a contract on a chain that is
 * not ours `INVALID_COMMAND`. An endpoint that does not answer is neither: `INTERNAL_ERROR`, to be asked again.
 */
export async function asWalletRefusal<T>(check: Promise<T>): Promise<T> {
  try {
    return await check;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw new Refusal('INTERNAL_ERROR');
    throw error.reason === 'wallet-signature' ? new Refusal('INVALID_SIGNATURE') : error;
  }
}
