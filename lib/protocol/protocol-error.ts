import { CryptoError } from '../crypto/crypto-error.ts';

/**
 * Foreign input was refused. `reason` is a short stable word (`did`, `signature`, `contract-id`, …) for code, logs and
 * tests; the message names the rule and never repeats the input.
 */
export class ProtocolError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string = reason, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProtocolError';
    this.reason = reason;
  }
}

/** Runs a step and turns its `CryptoError` into a `ProtocolError` of the same reason; with `reason`, any refusal into that one. */
export function refusing<T>(run: () => T, reason?: string): T {
  try {
    return run();
  } catch (error) {
    throw asProtocolError(error, reason);
  }
}

/** `refusing` for a step that is a promise. */
export async function refusingAsync<T>(promise: Promise<T>, reason?: string): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw asProtocolError(error, reason);
  }
}

function asProtocolError(error: unknown, reason?: string): unknown {
  if (error instanceof CryptoError) {
    return new ProtocolError(reason ?? error.reason, error.message, { cause: error });
  }
  if (error instanceof ProtocolError && reason !== undefined && error.reason !== reason) {
    return new ProtocolError(reason, error.message, { cause: error });
  }
  return error;
}
