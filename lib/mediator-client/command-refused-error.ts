import { MediatorRefusedError } from '../errors/errors.ts';

const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** 4317 with the status of the reply: the mediator answered, and the answer is no. `reason` is a code of `protocol.md` §5.5. */
export class CommandRefusedError extends MediatorRefusedError {
  readonly status: number;

  constructor(code: string, status: number, retryAfterMs: number | null, retryable: boolean) {
    const wait = retryAfterMs === null ? null : Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
    super(code, { retryAfterMs: wait, retryable });
    this.status = status;
  }
}
