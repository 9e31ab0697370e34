import { useEffect, useState } from 'preact/hooks';

/** What the background says of something that is being typed. */
export interface Asked<T> {
  asking: boolean;
  found: T | null;
  error: unknown;
  again(): void;
}

/**
 * Asks about `typed` once nothing was typed for `waitMs`, and again whenever one of `inputs` changes; null asks nothing.
 * An answer about something else than what stands there now is never given.
 */
export function useAsked<T>(
  typed: string | null,
  ask: (typed: string) => Promise<T>,
  waitMs: number,
  inputs: unknown[],
): Asked<T> {
  const [answer, setAnswer] = useState<{ of: string; found: T | null; error: unknown } | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (typed === null) return;
    let wanted = true;
    const timer = setTimeout(() => {
      ask(typed).then(
        (found) => wanted && setAnswer({ of: typed, found, error: null }),
        (error: unknown) => wanted && setAnswer({ of: typed, found: null, error }),
      );
    }, waitMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [typed, ...inputs, turn]);
  const again = (): void => {
    setAnswer(null);
    setTurn((before) => before + 1);
  };
  const current = answer !== null && answer.of === typed ? answer : null;
  return {
    asking: typed !== null && current === null,
    found: current?.found ?? null,
    error: current?.error ?? null,
    again,
  };
}
