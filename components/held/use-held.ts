import { useEffect, useState } from 'preact/hooks';
import type { HeldResolution } from '../../lib/rpc/held-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';

/** How a message to a wallet address or ENS name would travel. */
export interface HeldAnswer {
  asking: boolean;
  found: HeldResolution | null;
  error: unknown;
  again(): void;
}

const TYPING_MS = 250;

/** Asks how a message to `to` would travel, a moment after it was typed or pasted; null asks nothing. */
export function useHeld(to: string | null, chainId?: number): HeldAnswer {
  const { client } = useCompanion();
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ of: string; found: HeldResolution | null; error: unknown } | null>(
    null,
  );
  useEffect(() => {
    if (to === null) return;
    let current = true;
    const timer = setTimeout(() => {
      client.request('held_resolve', chainId === undefined ? { to } : { to, chainId }).then(
        (found) => current && setAnswer({ of: to, found, error: null }),
        (error: unknown) => current && setAnswer({ of: to, found: null, error }),
      );
    }, TYPING_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, to, chainId, turn]);
  const again = (): void => setTurn((before) => before + 1);
  if (to === null) return { asking: false, found: null, error: null, again };
  if (answer?.of !== to) return { asking: true, found: null, error: null, again };
  return { asking: false, found: answer.found, error: answer.error, again };
}
