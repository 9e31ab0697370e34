import type { ComponentChildren, JSX } from 'preact';

interface SwitchRowProps {
  label: string;
  hint?: ComponentChildren;
  checked: boolean;
  onChange(checked: boolean): void;
  testid: string;
}

/** Something that is on or off, with its sentence. */
export function SwitchRow({ label, hint, checked, onChange, testid }: SwitchRowProps): JSX.Element {
  return (
    <label class="setting">
      <span class="setting-text">
        <span>{label}</span>
        {hint ? <span class="quiet">{hint}</span> : null}
      </span>
      <input
        type="checkbox"
        role="switch"
        class="switch"
        checked={checked}
        aria-checked={checked}
        data-testid={testid}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
