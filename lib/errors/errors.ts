/**
 * The one error tree of the companion (provider-api.md *Errors*). Domain code throws these; the router catches once.
 * `message` and `details` cross to the page or the popup, so neither ever holds a secret or another person's text;
 * `cause` stays here. An error that is not of this tree leaves as -32603 without a word of its own.
 */
import type { JsonValue } from '../crypto/json-value.ts';

/** An error as it crosses a message channel. */
export interface WireError {
  code: number;
  message: string;
  data?: JsonValue;
}

/** One refused parameter: where it is and what was expected there. */
export interface ParamsIssue {
  path: string;
  message: string;
}

/** Base of every error the companion throws on purpose; `code` is the number the caller sees. */
export class DecentrlError extends Error {
  readonly code: number;
  readonly details: JsonValue | undefined;

  constructor(code: number, message: string, options: { details?: JsonValue; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details;
  }
}

export type RejectionCause = 'rejected' | 'dismissed' | 'timeout';

const REJECTIONS: Record<RejectionCause, string> = {
  rejected: 'The person declined the request.',
  dismissed: 'The person closed the window without answering.',
  timeout: 'Nobody answered the request in time.',
};

/**
 * 4001: the person said no, closed the window, or did not answer for ten minutes; `data.cause` says which. Also
 * without a window: the origin is silenced (provider-api.md *Limits*), or the person said no for good. Show it
 * calmly; do not ask again by yourself.
 */
export class UserRejectedError extends DecentrlError {
  readonly rejection: RejectionCause;

  constructor(rejection: RejectionCause = 'rejected') {
    super(4001, REJECTIONS[rejection], { details: { cause: rejection } });
    this.rejection = rejection;
  }
}

/**
 * 4100: no grant, or none that covers this; the same, byte for byte, for what does not exist. Also after a yes, where the
 * grant it rests on was taken away meanwhile, and where the page is no top frame of an allowed origin. Connect, or ask for
 * the permission.
 */
export class UnauthorizedError extends DecentrlError {
  constructor(message = 'This site has no permission for that. Ask with decentrl_requestIdentities first.') {
    super(4100, message);
  }
}

/**
 * 4900: the page is cut off from the extension, which was updated, switched off or removed. What was under way may
 * have happened: an `idempotencyKey` makes the repetition safe.
 */
export class DisconnectedError extends DecentrlError {
  constructor(message = 'The extension was updated or removed. Reload the page.') {
    super(4900, message);
  }
}

/** 4901: no believable answer of a mediator came. It may have acted on what was sent. Try again later. */
export class MediatorUnreachableError extends DecentrlError {
  constructor(message = 'The mediator cannot be reached.', options: { cause?: unknown } = {}) {
    super(4901, message, options);
  }
}

/** -32600: the request is not of the shape `{method, params?}`, or does not fit the moment. */
export class InvalidRequestError extends DecentrlError {
  constructor(message = 'The request is not valid.') {
    super(-32600, message);
  }
}

/** -32601: no method of this name; see `decentrl_getCapabilities`. */
export class MethodNotFoundError extends DecentrlError {
  constructor() {
    super(-32601, 'There is no such method.');
  }
}

/**
 * -32602: the parameters were refused. The first issue stands in the sentence; `data.issues` has at most 8, each
 * with where it is and what was expected there. Without `data` where the page's own side refused them.
 */
export class InvalidParamsError extends DecentrlError {
  constructor(issues: ParamsIssue[] | string) {
    const list = typeof issues === 'string' ? [{ path: '', message: issues }] : issues;
    const first = list[0];
    const words = first === undefined ? '' : ` ${first.path === '' ? '' : `${first.path}: `}${first.message}`;
    super(-32602, `The parameters are not valid.${words}`, {
      details: { issues: list.map(({ path, message }) => ({ path, message })) },
    });
  }
}

/**
 * -32603: a fault of the companion, a disk that refuses to be written, storage that does not open, or no answer to ten
 * tries (about 15 s); it says nothing about which but for the last. It may have happened or not.
 */
export class InternalError extends DecentrlError {
  constructor(options: { cause?: unknown } = {}) {
    super(-32603, 'Something went wrong inside the companion.', options);
  }
}

/**
 * -32005: a limit was reached (provider-api.md *Limits*). `data.retryAfterMs` is in how many milliseconds it makes
 * sense to try again, null where time alone does not help.
 */
export class LimitError extends DecentrlError {
  readonly retryAfterMs: number | null;

  constructor(message = 'Too many requests.', retryAfterMs: number | null = null) {
    super(-32005, message, { details: { retryAfterMs } });
    this.retryAfterMs = retryAfterMs;
  }
}

/** 4310: nobody agreed yet. Open a contract, or wait for `contractChanged`. */
export class ContractRequiredError extends DecentrlError {
  constructor(message = 'There is no active contract for this.') {
    super(4310, message);
  }
}

/** 4311: the contract ran out, or the request did. Renew, or open a new one. */
export class ContractExpiredError extends DecentrlError {
  constructor(message = 'The contract has expired. It can be renewed.') {
    super(4311, message);
  }
}

/**
 * 4312: either side ended the contract, the person blocked the peer, or the request was answered elsewhere. Only a
 * new contract helps.
 */
export class ContractRevokedError extends DecentrlError {
  constructor(message = 'The contract was revoked.') {
    super(4312, message);
  }
}

/** 4313: the person declined this request before. The peer's no is never told, so it never has this code. */
export class ContractDeclinedError extends DecentrlError {
  constructor(message = 'The contract was declined.') {
    super(4313, message);
  }
}

/**
 * 4314: a type or tag that begins `decentrl.` or `dmtp.`, or a type outside the grant, where a grant names the relationship
 * or the address. Ask for the type with `wallet_requestPermissions`.
 */
export class EventTypeNotPermittedError extends DecentrlError {
  constructor(message = 'This event type or tag is not permitted here.') {
    super(4314, message);
  }
}

/**
 * 4315: the content is over a limit: `data.limit` in bytes, 131,072 for an event, 262,144 for a whole request;
 * there is none where the page's own side refused the request. Divide it.
 */
export class TooLargeError extends DecentrlError {
  constructor(message = 'The content is too large.', limit?: number) {
    super(4315, message, limit === undefined ? {} : { details: { limit } });
  }
}

/**
 * 4316: the recipient has not set up yet and the message may not be held, or nobody may be written to there now.
 * Ask the person, then try with `allowHeld`; or invite the recipient.
 */
export class RecipientNotReadyError extends DecentrlError {
  constructor(
    message = 'The recipient has not set up yet. The message can only be held for it, where an escrow can read it.',
  ) {
    super(4316, message);
  }
}

/**
 * 4318: what the chain says of a message cannot be read or proved now. For the popup, where proofs are exported:
 * no method gives it to a page.
 */
export class AnchorUnavailableError extends DecentrlError {
  constructor(message = 'This message is not anchored yet, or the chain cannot be read.') {
    super(4318, message);
  }
}

/**
 * 4317: the mediator answered no. `data.reason` is its code (protocol.md §5.5), or `HTTP_` and a status. Do not
 * repeat at once.
 */
export class MediatorRefusedError extends DecentrlError {
  readonly reason: string;
  readonly retryAfterMs: number | null;
  readonly retryable: boolean;

  constructor(
    reason: string,
    options: { retryAfterMs?: number | null; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(4317, 'The mediator refused the request.', {
      details: { reason },
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.retryable = options.retryable ?? false;
  }
}

/**
 * 4320: locked, so no key is at hand. Only for origins with a grant; others see 4100. Try again when the person
 * has unlocked: `decentrl_openInbox` after a click brings them there. There is no event for the unlock.
 */
export class LockedError extends DecentrlError {
  constructor(message = 'The companion is locked.') {
    super(4320, message);
  }
}

// The codes below are for the popup only; a page that meets one sees -32603.

/** 4330: that is not the password. `data.retryAfterMs` is how many milliseconds the next try has to wait. */
export class WrongPasswordError extends DecentrlError {
  readonly retryAfterMs: number;

  constructor(retryAfterMs = 0) {
    super(4330, 'That is not the password.', { details: { retryAfterMs } });
    this.retryAfterMs = retryAfterMs;
  }
}

/** 4331: the stored vault cannot be read: both copies are damaged, or a header was changed. */
export class VaultDamagedError extends DecentrlError {
  constructor(
    message = 'The vault on this disk is damaged. Restore it with the 24 words.',
    options: { cause?: unknown } = {},
  ) {
    super(4331, message, options);
  }
}

/** 4332: the disk refused a write. Nothing that was acknowledged is lost. */
export class StorageError extends DecentrlError {
  constructor(
    message = 'The disk is full or refuses to be written. Nothing that was sent is lost.',
    options: { cause?: unknown } = {},
  ) {
    super(4332, message, options);
  }
}

/** 4333: what was asked for is not there, or not any more. */
export class NotFoundError extends DecentrlError {
  constructor(message = 'That is no longer there.') {
    super(4333, message);
  }
}

/**
 * 4334: the browser cannot open the database at all. `data.canBeginAnew` tells whether another one can be begun
 * beside it (`storage_reset`).
 */
export class StorageUnusableError extends DecentrlError {
  readonly canBeginAnew: boolean;

  constructor(canBeginAnew: boolean, options: { cause?: unknown } = {}) {
    super(4334, 'The browser cannot open what the companion stored here.', {
      details: { canBeginAnew },
      ...options,
    });
    this.canBeginAnew = canBeginAnew;
  }
}

/** An error that came over a channel, with the code and words it had there. */
export class RemoteError extends DecentrlError {
  constructor(wire: WireError) {
    super(wire.code, wire.message, wire.data === undefined ? {} : { details: wire.data });
  }
}

const POPUP_ONLY_FROM = 4330;
const POPUP_ONLY_TO = 4399;

/** Turns anything thrown into what may cross to `audience`; foreign errors and, for pages, popup-only codes become -32603. */
export function serializeError(error: unknown, audience: 'page' | 'popup'): WireError {
  const known = error instanceof DecentrlError ? error : new InternalError();
  const hidden = audience === 'page' && known.code >= POPUP_ONLY_FROM && known.code <= POPUP_ONLY_TO;
  const shown = hidden ? new InternalError() : known;
  return {
    code: shown.code,
    message: shown.message,
    ...(shown.details === undefined ? {} : { data: shown.details }),
  };
}
