import type { ComponentChildren, JSX } from 'preact';

/** One line of a list of facts: what it is, and at the end how it stands. */
export function Fact({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    <li>
      <span>{label}</span>
      <span>{children}</span>
    </li>
  );
}
