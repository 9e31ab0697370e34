import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface ChoiceProps<T extends string> {
  label: string;
  options: { value: T; label: string }[];
  value: T;
  onChoose(value: T): void;
  testid: string;
}

/** One of a few, as chips: radio buttons underneath, so arrows and screen readers work as everywhere. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChoose,
  testid,
}: ChoiceProps<T>): JSX.Element {
  const name = useId();
  return (
    <fieldset class="chips" data-testid={testid}>
      <legend class="hidden">{label}</legend>
      {options.map((option) => (
        <label class="chip" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            data-testid={`${testid}-${option.value}`}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
