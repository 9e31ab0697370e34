import type { ComponentChildren, JSX, Ref } from 'preact';
import { useId } from 'preact/hooks';

/** What ties a control to its label and to what is said below it; spread last onto the control. */
interface Tie {
  id: string;
  'data-testid': string;
  'aria-invalid': 'true' | undefined;
  'aria-describedby': string;
}

/** What a control with a label says of itself. */
export interface LabelledProps {
  label: string;
  hint?: ComponentChildren;
  /** Shown as an alert and tied to the field. */
  error?: ComponentChildren;
  testid: string;
}

/** A control under its label and over its hint or error; both are read out with it. */
export function Labelled({
  label,
  hint,
  error,
  testid,
  control,
}: LabelledProps & { control(tie: Tie): ComponentChildren }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {control({
        id,
        'data-testid': testid,
        'aria-invalid': error ? 'true' : undefined,
        'aria-describedby': `${id}-about`,
      })}
      <div class="field-about" id={`${id}-about`}>
        {error ? (
          <p class="bad" role="alert" data-testid={`${testid}-error`}>
            {error}
          </p>
        ) : hint ? (
          <p class="quiet">{hint}</p>
        ) : null}
      </div>
    </div>
  );
}

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
