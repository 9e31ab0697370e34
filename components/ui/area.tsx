import type { JSX, Ref } from 'preact';
import { Labelled, type LabelledProps } from './field.tsx';

interface AreaProps extends LabelledProps, Omit<JSX.IntrinsicElements['textarea'], 'label' | 'ref'> {
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
  return (
    <Labelled
      label={label}
      hint={hint}
      error={error}
      testid={testid}
      control={(tie) => (
        <textarea
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          {...area}
          {...tie}
          ref={areaRef ?? null}
          class={mono ? 'input area mono' : 'input area'}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    />
  );
}
