import type { ComponentChildren, JSX } from 'preact';

interface TickProps {
  /** The sentence that is agreed to. */
  children: ComponentChildren;
  checked: boolean;
  onChange(checked: boolean): void;
  testid: string;
}

/** A box to tick beside a sentence. */
export function Tick({ children, checked, onChange, testid }: TickProps): JSX.Element {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={checked}
        data-testid={testid}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
