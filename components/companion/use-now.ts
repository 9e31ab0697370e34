import { useEffect, useState } from 'preact/hooks';
import { useCompanion } from './companion-context.ts';

/** Gives the time, in milliseconds, anew every `everyMs`; null stands still. */
export function useNow(everyMs: number | null): number {
  const { now } = useCompanion();
  const [at, setAt] = useState(now());
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, now]);
  return at;
}
