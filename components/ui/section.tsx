import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

/** A part of a screen between two hairlines, with a small label. */
export function Section({
  label,
  children,
  tight = false,
}: {
  label?: string;
  children: ComponentChildren;
  tight?: boolean;
}): JSX.Element {
  const id = useId();
  return (
    <section class={tight ? 'section tight' : 'section'} aria-labelledby={label ? id : undefined}>
      {label ? (
        <h2 class="label" id={id}>
          {label}
        </h2>
      ) : null}
      {children}
    </section>
  );
}
