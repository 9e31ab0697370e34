import type { JsonValue } from '../../api/decentrl-rpc.ts';
import type { ApprovalKind, PageMethodName } from '../../api/page.ts';
import type { GrantDuration } from '../../api/popup/popup-rpc.ts';
import type { Ask } from '../call/ask-person.ts';
import type { WaitingCaller } from '../call/page-call.ts';

/** The person's yes. */
export interface Choice {
  readonly identityIndexes: readonly number[];
  readonly duration: GrantDuration;
}

/** An approval as it lies in `storage.session`. */
export interface StoredApproval {
  /** 128 random bits in hex. */
  readonly approvalId: string;
  readonly origin: string;
  readonly method: PageMethodName;
  readonly kind: ApprovalKind;
  /** The parameters as the page sent them, checked; what is asked is worked out of them again when the companion was locked. */
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
