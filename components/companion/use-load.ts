import { useEffect, useRef, useState } from 'preact/hooks';

/** Something read from the background: `data` keeps the last good value while a newer one is on its way. */
export interface Loaded<T> {
  data: T | null;
  error: unknown;
  /** True when nothing has come for a second: time to say what is awaited. */
  slow: boolean;
  reload(): void;
}

const SLOW_MS = 1000;

/** Reads again whenever one of `inputs` changes; an answer that was overtaken is dropped. */
export function useLoad<T>(read: () => Promise<T>, inputs: unknown[]): Loaded<T> {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [slow, setSlow] = useState(false);
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    latest.current += 1;
    const mine = latest.current;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    read()
      .then(
        (value) => {
          if (mine !== latest.current) return;
          setData(value);
          setError(null);
        },
        (reason: unknown) => {
          if (mine === latest.current) setError(reason);
        },
      )
      .finally(() => {
        clearTimeout(timer);
        if (mine === latest.current) setSlow(false);
      });
    return () => clearTimeout(timer);
  }, [...inputs, turn]);
  return { data, error, slow, reload: () => setTurn((before) => before + 1) };
}
