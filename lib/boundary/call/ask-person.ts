import type { JsonValue } from '../../api/decentrl-rpc.ts';
import type { ApprovalKind } from '../../api/page.ts';
import type { ApprovalView, GrantDuration } from '../../api/popup/popup-rpc.ts';

/** What a person is to be asked. All of it is copied, frozen and digested; nothing of the page's is read again. */
export interface Ask<K extends ApprovalKind = ApprovalKind> {
  readonly kind: K;
  /** What the window shows. */
  readonly view: ApprovalView['request'];
  /** What `perform` needs beyond the choice; JSON, never shown. */
  readonly payload?: JsonValue;
  /** Indexes of the identities the person may choose from, `any` for all there are when it is shown. */
  readonly identityIndexes: readonly number[] | 'any';
  /** Empty where nothing lasting is granted. */
  readonly durations: readonly GrantDuration[];
}

/** Given by `handle` in the place of a result when a person must answer first. */
export class AskPerson<K extends ApprovalKind = ApprovalKind> {
  readonly ask: Ask<K>;

  constructor(ask: Ask<K>) {
    this.ask = ask;
  }
}

/** Says that a person must answer before there is a result. */
export function askPerson<K extends ApprovalKind>(ask: Ask<K>): AskPerson<K> {
  return new AskPerson(ask);
}
