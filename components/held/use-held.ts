import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { type Asked, useAsked } from '../companion/use-asked.ts';

/** How a message to a wallet address or ENS name would travel. */
export type HeldAnswer = Asked<HeldResolution>;

const TYPING_MS = 250;

/** Asks how a message to `to` would travel, a moment after it was typed or pasted; null asks nothing. */
export function useHeld(to: string | null, chainId?: number): HeldAnswer {
  const { client } = useCompanion();
  const chain = chainId === undefined ? {} : { chainId };
  return useAsked(to, (typed) => client.request('held_resolve', { to: typed, ...chain }), TYPING_MS, [
    client,
    chainId,
  ]);
}
