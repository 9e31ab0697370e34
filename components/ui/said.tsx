import type { ComponentChildren, JSX } from 'preact';

interface SaidProps {
  /** Who says it. */
  by: ComponentChildren;
  children: ComponentChildren;
  testid?: string;
}

/** What somebody else says: always under a label that says who, so that it cannot pass for the companion's words. */
export function Said({ by, children, testid }: SaidProps): JSX.Element {
  return (
    <div class="said" data-testid={testid}>
      <p class="said-by">{by}</p>
      {children}
    </div>
  );
}
