import type { HeldState } from '../../lib/protocol/held-replies.ts';
import type { HeldRow } from '../store/held/held-row.ts';

/** The state of a message at `now` (whole seconds), also before the sweeper wrote its end down. */
export function stateAt({ state, not_after }: Pick<HeldRow, 'state' | 'not_after'>, now: number): HeldState {
  return state === 'HELD' && not_after <= now ? 'EXPIRED' : state;
}
