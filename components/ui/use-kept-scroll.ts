import { useEffect } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';

const FRAMES_TO_FILL = 60;

/** Brings a scroller back to where it was when this place was last left, in this popup or an earlier one. */
export function useKeptScroll(box: { current: HTMLElement | null }, place: string): void {
  const { memory } = useCompanion();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const top = memory.scroll(place);
    let frame = 0;
    let tries = top > 0 ? FRAMES_TO_FILL : 0;
    // The list is not in the document in the first frame, so this is tried again; after a second a jump would only disturb.
    const restore = (): void => {
      element.scrollTop = top;
      tries -= 1;
      if (tries > 0 && element.scrollTop < top - 1) requestAnimationFrame(restore);
      else tries = 0;
    };
    if (tries > 0) restore();
    const note = (): void => {
      cancelAnimationFrame(frame);
      if (tries > 0) return;
      frame = requestAnimationFrame(() => memory.setScroll(place, element.scrollTop));
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => {
      tries = 0;
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', note);
    };
  }, [box, memory, place]);
}
