/**
 * What a person is asked, and the answers pages have not fetched yet, as one value in `storage.session`: a request and
 * its answer change hands in one write, and nothing of it touches the disk (security.md *Approvals*, L-06, L-17).
 */

import type { PageAnswer } from '../../api/wire.ts';
import { createSerial } from '../../platform/serial.ts';
import type { SessionArea } from '../../platform/session-area.ts';
import type { StoredApproval } from './stored-approval.ts';

const KEY = 'approvals';

/** An answer kept for a caller until `until` (milliseconds). */
export interface KeptAnswer {
  readonly origin: string;
  readonly requestId: string;
  readonly answer: PageAnswer;
  readonly until: number;
}

export interface ApprovalState {
  readonly queue: readonly StoredApproval[];
  readonly answers: readonly KeptAnswer[];
}

export interface ApprovalStore {
  read(): Promise<ApprovalState>;
  /** Applies a change after all earlier ones and resolves when it is written; `next` may throw to change nothing. */
  update<T>(change: (state: ApprovalState) => { next: ApprovalState; value: T }): Promise<T>;
}

/** Makes the store. What was read is kept in memory, since the background is the only writer; a fresh worker reads again. */
export function createApprovalStore(session: SessionArea): ApprovalStore {
  const line = createSerial();
  let cached: Promise<ApprovalState> | null = null;
  const read = () => {
    cached ??= session.get<ApprovalState>(KEY).then((state) => state ?? { queue: [], answers: [] });
    cached.catch(() => {
      cached = null;
    });
    return cached;
  };
  return {
    read,
    update: (change) =>
      line.run(async () => {
        const state = await read();
        const { next, value } = change(state);
        if (next === state) return value;
        await session.set(KEY, next);
        cached = Promise.resolve(next);
        return value;
      }),
  };
}
