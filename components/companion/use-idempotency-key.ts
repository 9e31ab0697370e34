import { useRef } from 'preact/hooks';

/**
 * Gives what is tried a key by which the background knows it again: the same one as long as `of` is the same, so that
 * trying again after a failure sends nothing twice. `done` ends that: the same text is then another message.
 */
export function useIdempotencyKey(): { keyOf(of: string): string; done(): void } {
  const current = useRef<{ of: string; key: string } | null>(null);
  return {
    keyOf(of) {
      if (current.current?.of !== of) current.current = { of, key: crypto.randomUUID() };
      return current.current.key;
    },
    done() {
      current.current = null;
    },
  };
}
