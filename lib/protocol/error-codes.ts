import { ProtocolError } from './protocol-error.ts';

/** Error codes of commands and their HTTP status (protocol.md §5.5). */
export const ERROR_CODES = {
  INVALID_COMMAND: 400,
  UNSUPPORTED_COMMAND: 400,
  DID_RESOLUTION_FAILED: 400,
  INVALID_SIGNATURE: 401,
  TIMESTAMP_OUT_OF_RANGE: 401,
  NOT_REGISTERED: 403,
  COMMUNICATION_CONTRACT_REQUIRED: 403,
  COMMUNICATION_CONTRACT_NOT_VALID: 403,
  RECIPIENT_NOT_REGISTERED: 404,
  NOT_FOUND: 404,
  NONCE_REUSED: 409,
  ID_CONFLICT: 409,
  QUOTA_EXCEEDED: 409,
  RECIPIENT_READY: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
} as const;

/** A code a mediator answers with. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Tells whether a text is one of the codes. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

/** The code a mediator answers with when the protocol refused a command or frame; null for an error that is not the sender's. */
export function errorCodeOf(error: unknown): ErrorCode | null {
  if (!(error instanceof ProtocolError)) return null;
  if (error.reason === 'unsupported-command') return 'UNSUPPORTED_COMMAND';
  if (error.reason === 'did') return 'DID_RESOLUTION_FAILED';
  if (error.reason === 'signature') return 'INVALID_SIGNATURE';
  if (error.reason === 'timestamp') return 'TIMESTAMP_OUT_OF_RANGE';
  return 'INVALID_COMMAND';
}
