import type { ComponentChildren, JSX, Ref } from 'preact';
import { useId } from 'preact/hooks';

type Input = Omit<JSX.IntrinsicElements['input'], 'label' | 'ref'>;

interface FieldProps extends Input {
  label: string;
  hint?: ComponentChildren;
  /** Shown as an alert and tied to the field. */
  error?: ComponentChildren;
  testid: string;
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
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="field-box">
        <input
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          {...input}
          ref={inputRef ?? null}
          id={id}
          class="input"
          data-testid={testid}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={`${id}-about`}
          onInput={(event) => onText(event.currentTarget.value)}
        />
        {end}
      </div>
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

interface AreaProps extends Omit<JSX.IntrinsicElements['textarea'], 'label' | 'ref'> {
  label: string;
  hint?: ComponentChildren;
  error?: ComponentChildren;
  testid: string;
  onText(text: string): void;
  areaRef?: Ref<HTMLTextAreaElement>;
  /** For DIDs and words: one width a letter. */
  mono?: boolean;
}

/** Several lines of input with label, hint and error. */
export function Area({
  label,
  hint,
  error,
  testid,
  onText,
  areaRef,
  mono = false,
  ...area
}: AreaProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <textarea
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        {...area}
        ref={areaRef ?? null}
        id={id}
        class={mono ? 'input area mono' : 'input area'}
        data-testid={testid}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={`${id}-about`}
        onInput={(event) => onText(event.currentTarget.value)}
      />
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
