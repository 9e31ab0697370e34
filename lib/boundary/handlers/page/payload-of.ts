import { InternalError } from '../../../errors/errors.ts';
import type { StoredApproval } from '../../call/page-handler.ts';

/** What `handle` stored for `perform`, as it was put there; throws InternalError when there is nothing. */
export function payloadOf<T>({ ask }: StoredApproval): T {
  if (ask?.payload === undefined) throw new InternalError();
  return ask.payload as T;
}

/** Who waits for the approval, as the permissions know them. */
export function holderOf({ origin, callers }: StoredApproval): { origin: string; pageId: string } {
  return { origin, pageId: callers[0]?.pageId ?? '' };
}
