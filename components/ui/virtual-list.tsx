import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps {
  total: number;
  label: string;
  /** Draws one row; `tabIndex` goes to the one control in it, which carries `data-index`. */
  row(index: number, tabIndex: 0 | -1): JSX.Element;
  /** Tells which rows are on screen, for reading further pages. */
  onRange?(first: number, last: number): void;
  /** Row to begin at. */
  initial?: number;
  scroller: { current: HTMLElement | null };
}

/** Of every row, in CSS pixels (`.row`). */
const ROW_HEIGHT = 61;
const WINDOWED_ABOVE = 100;
const SPARE = 8;

/** A list of links with one stop for Tab and arrows inside; above 100 rows only those near the screen are in the document. */
export function VirtualList({
  total,
  label,
  row,
  onRange,
  initial = 0,
  scroller,
}: VirtualListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(initial);
  const [range, setRange] = useState<[number, number]>([0, 20]);
  const wanted = useRef<number | null>(null);

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const measure = (): void => {
      const top = Math.max(0, box.scrollTop - (list.current?.offsetTop ?? 0));
      const first = Math.floor(top / ROW_HEIGHT);
      setRange([first, first + Math.ceil(box.clientHeight / ROW_HEIGHT)]);
    };
    measure();
    box.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => {
      box.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [scroller]);

  useEffect(() => onRange?.(range[0], Math.min(range[1], total - 1)), [range, total, onRange]);

  useLayoutEffect(() => {
    const index = wanted.current;
    if (index === null) return;
    const target = list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    // A row far away is read when it comes near; the focus follows once it is there.
    if (!target) scroller.current?.scrollTo({ top: (list.current?.offsetTop ?? 0) + index * ROW_HEIGHT });
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  });

  const windowed = total > WINDOWED_ABOVE;
  const first = windowed ? Math.max(0, range[0] - SPARE) : 0;
  const last = windowed ? Math.min(total - 1, range[1] + SPARE) : total - 1;
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  const stop = Math.min(active, Math.max(0, total - 1));
  if (windowed && (stop < first || stop > last)) indexes.push(stop);

  const move = (event: JSX.TargetedKeyboardEvent<HTMLUListElement>): void => {
    const page = Math.max(1, range[1] - range[0] - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -total,
      End: total,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    wanted.current = Math.min(Math.max(stop + step, 0), total - 1);
    setActive(wanted.current);
  };

  return (
    <ul
      class="rows"
      aria-label={label}
      ref={list}
      style={windowed ? { height: `${total * ROW_HEIGHT}px`, position: 'relative' } : undefined}
      onKeyDown={move}
      onFocusIn={(event) => {
        const index =
          event.target instanceof HTMLElement ? Number(event.target.dataset.index ?? Number.NaN) : Number.NaN;
        if (Number.isNaN(index) || wanted.current !== null) return;
        setActive(index);
      }}
    >
      {indexes.map((index) => (
        <li
          key={index}
          aria-setsize={windowed ? total : undefined}
          aria-posinset={windowed ? index + 1 : undefined}
          style={
            windowed ? { position: 'absolute', insetInline: 0, top: `${index * ROW_HEIGHT}px` } : undefined
          }
        >
          {row(index, index === stop ? 0 : -1)}
        </li>
      ))}
    </ul>
  );
}
