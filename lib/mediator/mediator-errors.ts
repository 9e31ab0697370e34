/** How talking to a mediator can fail. The router maps both to the errors of `lib/rpc/errors.ts`. */

/** The mediator answered, and the answer is no. `code` is one of `protocol.md` §5, or `HTTP_<status>`. */
export class CommandRefusedError extends Error {
  override readonly name = 'CommandRefusedError';
  readonly code: string;
  readonly status: number;
  /** Milliseconds the mediator asks to wait, capped at one hour, or null. */
  readonly retryAfterMs: number | null;
  /** True when the same bytes may be accepted later. */
  readonly retryable: boolean;

  constructor(code: string, status: number, retryAfterMs: number | null, retryable: boolean) {
    super(`The mediator refused the command: ${code}`);
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.retryable = retryable;
  }
}

export type UnreachableReason =
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'not-json'
  | 'too-large'
  | 'malformed'
  | 'bad-document'
  | 'forbidden-host';

/** No believable answer came: no network, a stalled server, a captive portal, a reply against the schema. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly reason: UnreachableReason;

  constructor(reason: UnreachableReason, cause?: unknown) {
    super(`The mediator could not be reached: ${reason}`, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
