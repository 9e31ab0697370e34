/**
 * What a handler of a page's method is. Two phases for whatever a person must answer: `handle` returns an `Ask`, which
 * is frozen and stored before a window opens; `perform` runs after the approval, from that stored copy alone. The worker
 * may die anywhere in between, so `perform` may run more than once for one approval and must be idempotent by
 * `approval.approvalId` (security.md *Approvals*, L-06, T-13, T-14).
 */
import type { DecentrlRpc, JsonValue } from '../../api/decentrl-rpc.ts';
import type { ApprovalView, GrantDuration } from '../../api/popup/popup-rpc.ts';

export type PageMethodName = keyof DecentrlRpc;

/** Who calls, as far as the browser vouches for it. Nothing in here was chosen by the page. */
export interface PageCall {
  /** Stamped by the browser: `https://…` or loopback `http://…`, the key of every permission. */
  readonly origin: string;
  readonly tabId: number;
  /** One visit to one page (made by the relay at document_start): what a grant for *once* is tied to. */
  readonly pageId: string;
  /** 128 random bits in hex, the same when the relay asks again after the worker died. */
  readonly requestId: string;
  /** The person has just clicked or typed in the page, as the browser told the relay. */
  readonly userActive: boolean;
}

export type ApprovalKind = ApprovalView['kind'];

/** What a person is to be asked. All of it is copied, frozen and digested; nothing of the page's is read again. */
export interface Ask {
  readonly kind: ApprovalKind;
  /** What the window shows. */
  readonly view: ApprovalView['request'];
  /** What `perform` needs beyond the choice; JSON, never shown. */
  readonly payload?: JsonValue;
  /** Indexes of the identities the person may choose from, `any` for all there are when it is shown. */
  readonly identityIndexes: readonly number[] | 'any';
  /** Empty where nothing lasting is granted. */
  readonly durations: readonly GrantDuration[];
}

/** The person's yes. */
export interface Choice {
  readonly identityIndexes: readonly number[];
  readonly duration: GrantDuration;
}

/** One caller waiting for an approval; identical requests of an origin are joined, so there may be several. */
export interface WaitingCaller {
  readonly requestId: string;
  readonly tabId: number;
  readonly pageId: string;
}

/** An approval as it lies in `storage.session`. */
export interface StoredApproval {
  /** 128 random bits in hex. */
  readonly approvalId: string;
  readonly origin: string;
  readonly method: PageMethodName;
  readonly kind: ApprovalKind;
  /** The parameters as checked; `handle` is asked again with them when the companion was locked. */
  readonly params: JsonValue | null;
  /** Null while locked: then what is asked is worked out after unlocking. */
  readonly ask: Ask | null;
  /** SHA-256 (hex) of the canonical JSON of all the above with times, null while `ask` is null. */
  readonly digest: string | null;
  readonly firstTime: boolean;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly callers: readonly WaitingCaller[];
  /** Set by the person's yes; from then on the request is carried out, and resumed after a wake until it is. */
  readonly choice: Choice | null;
}

/** Returned by `handle` instead of a result when a person must answer first. */
export class AskPerson {
  readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }
}

/** Says that a person must answer before there is a result. */
export function askPerson(ask: Ask): AskPerson {
  return new AskPerson(ask);
}

/**
 * One public method. `handle` may run more than once for one `requestId` (the worker died before its reply arrived):
 * whatever it changes must be idempotent by `call.requestId`. Both throw errors of `errors.ts`.
 */
export interface PageHandler<M extends PageMethodName, App> {
  handle(
    app: App,
    call: PageCall,
    params: DecentrlRpc[M]['params'],
  ): Promise<DecentrlRpc[M]['result'] | AskPerson>;
  perform?(app: App, approval: StoredApproval, choice: Choice): Promise<DecentrlRpc[M]['result']>;
}

/** The handlers of all public methods over one app; `lib/app.ts` or the background builds the complete table. */
export type PageHandlers<App> = { [M in PageMethodName]: PageHandler<M, App> };
