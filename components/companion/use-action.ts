import { useRef, useState } from 'preact/hooks';

/** One thing a button does: at most one run at a time, its failure kept for showing. */
export interface Action<A extends unknown[]> {
  run(...args: A): Promise<boolean>;
  busy: boolean;
  error: unknown;
  clear(): void;
}

/** Wraps `perform`; `run` gives whether it succeeded and never throws. */
export function useAction<A extends unknown[]>(perform: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);
  return {
    busy,
    error,
    clear: () => setError(null),
    async run(...args) {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setError(null);
      try {
        await perform(...args);
        return true;
      } catch (reason) {
        setError(reason);
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}
