import { InternalError } from '../../../errors/errors.ts';
import type { StoredApproval } from '../../approvals/stored-approval.ts';

/** What `handle` stored for `perform`, as it was put there; throws InternalError when there is nothing. */
export function payloadOf<T>({ ask }: StoredApproval): T {
  if (ask?.payload === undefined) throw new InternalError();
  return ask.payload as T;
}
