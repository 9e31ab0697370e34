import type { ComponentChildren, JSX, Ref } from 'preact';
import { Labelled, type LabelledProps } from './labelled.tsx';

interface FieldProps extends LabelledProps, Omit<JSX.IntrinsicElements['input'], 'label' | 'ref'> {
  inputRef?: Ref<HTMLInputElement>;
  /** A control inside the field's end. */
  end?: ComponentChildren;
  onText(text: string): void;
}

/** One line of input with its label, hint and error. */
export function Field({
  label,
  hint,
  error,
  testid,
  inputRef,
  end,
  onText,
  ...input
}: FieldProps): JSX.Element {
  return (
    <Labelled
      label={label}
      hint={hint}
      error={error}
      testid={testid}
      control={(tie) => (
        <div class="field-box">
          <input
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            {...input}
            {...tie}
            ref={inputRef ?? null}
            class="input"
            onInput={(event) => onText(event.currentTarget.value)}
          />
          {end}
        </div>
      )}
    />
  );
}
