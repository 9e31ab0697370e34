import { AnchorError } from '../../../lib/anchor/anchor-error.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';

/** Runs what reads foreign bytes for a proof; its `AnchorError` becomes the refusal of the same reason that vectors know. */
export async function asRefusal<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AnchorError) throw new ProtocolError(error.reason, error.message, { cause: error });
    throw error;
  }
}
