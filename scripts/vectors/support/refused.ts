import { CryptoError } from '../../../lib/crypto/crypto-error.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import type { Members, RefuseCase } from './vector-file.ts';

/**
 * A refused case: runs our own code on what the case says and takes the reason from its error. Throws when nothing is
 * refused, so that no such case can be written down by mistake.
 */
export async function refused(
  { name, operation, input, why }: Omit<RefuseCase, 'reason'>,
  run: (input: Members) => unknown,
): Promise<RefuseCase> {
  try {
    await run(input);
  } catch (error) {
    if (!(error instanceof ProtocolError || error instanceof CryptoError)) throw error;
    return { name, operation, input, reason: error.reason, why };
  }
  throw new Error(`${operation} refuses nothing in "${name}"`);
}
