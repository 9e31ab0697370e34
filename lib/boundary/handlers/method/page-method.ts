/**
 * What a method of a page is. Two phases for whatever a person must answer: `handle` gives an `AskPerson`, which is frozen and
 * stored before a window opens; `perform` runs after the approval, from that stored copy alone. The worker may die anywhere
 * in between, so `perform` may run more than once for one approval and must be idempotent by `approval.approvalId`
 * (security.md *Approvals*, L-06, T-13, T-14).
 */
import type * as v from 'valibot';
import type { AskedBy, DecentrlRpc, PageMethodName, pageFacts } from '../../../api/page.ts';
import type { PageApp } from '../../app/page-app.ts';
import type { Choice, StoredApproval } from '../../approvals/stored-approval.ts';
import type { AskPerson } from '../../call/ask-person.ts';
import type { InsideParams } from '../../call/inside-params.ts';
import type { PageCall } from '../../call/page-call.ts';
import type { Carried, OpenScope, Scope, ScopeKind } from '../../sites/scope.ts';

/** The parameters as a handler gets them. */
type Params<M extends PageMethodName> = InsideParams<DecentrlRpc[M]['params']>;

type Result<M extends PageMethodName> = DecentrlRpc[M]['result'];

/** What may be asked, nothing for a method that never asks. */
type Question<M extends PageMethodName> =
  AskedBy<M> extends null ? never : AskPerson<NonNullable<AskedBy<M>>>;

/** Who calls, with what the scope gives. */
export type ScopedCall<K extends ScopeKind> = PageCall & Carried[K];

/** A method that answers while the companion is locked has a scope that reads nothing sealed. */
type ScopeFor<M extends PageMethodName> = (typeof pageFacts)[M]['needs'] extends 'unlocked'
  ? Scope<Params<M>>
  : OpenScope<Params<M>>;

interface Handled<M extends PageMethodName, K extends ScopeKind> {
  /** The parameters on the wire, after `[params]` was unwrapped (provider-api.md *Methods*). */
  readonly params: v.GenericSchema<unknown, DecentrlRpc[M]['params']>;
  /** What it touches; checked before `handle`, and again before `perform`. */
  readonly scope: ScopeFor<M> & { readonly kind: K };
  /**
   * May run more than once for one `requestId` (the worker died before its reply arrived): whatever it changes must be
   * idempotent by `call.requestId`. Throws errors of `errors.ts`.
   */
  handle(app: PageApp, call: ScopedCall<K>, p: Params<M>): Promise<Result<M> | Question<M>>;
}

interface Performed<M extends PageMethodName, K extends ScopeKind> {
  /** `call` is that of the page which asked first. Throws errors of `errors.ts`. */
  perform(app: PageApp, call: ScopedCall<K>, approval: StoredApproval, choice: Choice): Promise<Result<M>>;
}

/** One method of a page, without its name. A method that asks also has `perform`, no other has. */
type MethodOf<M extends PageMethodName, K extends ScopeKind> = Handled<M, K> &
  (AskedBy<M> extends null ? object : Performed<M, K>);

/** One method of a page. What is true of it is in `lib/api/page.ts`. */
export interface PageMethod<M extends PageMethodName>
  extends Handled<M, ScopeKind>,
    Partial<Performed<M, ScopeKind>> {
  /** For the compiler alone, which so finds a method that stands under the name of another. */
  readonly name?: M;
}

/** All of them. */
export type PageMethods = { readonly [M in PageMethodName]: PageMethod<M> };

/** Ties a method to its types and facts. */
export function pageMethod<M extends PageMethodName, K extends ScopeKind>(
  _name: M,
  method: MethodOf<M, K>,
): PageMethod<M> {
  return method;
}
