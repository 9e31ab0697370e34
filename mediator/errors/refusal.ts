import { ERROR_CODES, type ErrorCode } from '../../lib/protocol/error-codes.ts';

export type { ErrorCode } from '../../lib/protocol/error-codes.ts';

const MESSAGES: Record<ErrorCode, string> = {
  INVALID_COMMAND: 'The command is malformed.',
  UNSUPPORTED_COMMAND: 'This mediator does not know this command.',
  DID_RESOLUTION_FAILED: 'The sender is not an acceptable DID.',
  INVALID_SIGNATURE: 'The signature does not fit the sender.',
  TIMESTAMP_OUT_OF_RANGE: 'The timestamp is too far from the time of this mediator.',
  NOT_REGISTERED: 'The sender is not registered here.',
  COMMUNICATION_CONTRACT_REQUIRED: 'There is no contract between the two.',
  COMMUNICATION_CONTRACT_NOT_VALID: 'The contract is not valid.',
  RECIPIENT_NOT_REGISTERED: 'The recipient is not served here.',
  NOT_FOUND: 'There is nothing of yours under this id.',
  NONCE_REUSED: 'The nonce was used before.',
  ID_CONFLICT: 'The id stands for other content.',
  QUOTA_EXCEEDED: 'A quota is used up.',
  RECIPIENT_READY: 'The recipient can be reached end to end.',
  PAYLOAD_TOO_LARGE: 'The content is too large.',
  RATE_LIMITED: 'Too many requests.',
  INTERNAL_ERROR: 'The mediator failed.',
};

/** A command is answered with this code. One shape and one text a code: a reply tells nothing else (T-56). */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, retryAfterMs?: number) {
    super(MESSAGES[code]);
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  get status(): number {
    return ERROR_CODES[this.code];
  }
}
