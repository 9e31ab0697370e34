import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';

/** A moment, short; the whole of it in the tooltip, for a screen reader, and where the row has the focus. */
export function When({ at, now }: { at: number; now: number }): JSX.Element | null {
  const { dates } = useCompanion();
  if (at <= 0) return null;
  const full = dates.full(at);
  return (
    <time class="when" dateTime={new Date(at).toISOString()} title={full}>
      <span class="when-brief" aria-hidden="true">
        {dates.brief(at, now)}
      </span>
      <span class="when-full">{full}</span>
    </time>
  );
}
