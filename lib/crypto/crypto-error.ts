/**
 * Thrown by everything in `lib/crypto` when bytes, keys or text are refused.
 * `reason` is a short stable word for code and logs; the message never contains key material or plaintext.
 */
export class CryptoError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string = reason, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CryptoError';
    this.reason = reason;
  }
}
