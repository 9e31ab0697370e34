import type { JSX } from 'preact';
import { Screen, type ScreenProps } from './screen.tsx';

interface ScreenFormProps extends ScreenProps {
  /** Enter in a field, or the button of type `submit` in the footer. */
  onSubmit(): void;
}

/** A screen that is one form: what is wrong is said by its fields, in the words of the popup and not of the browser. */
export function ScreenForm({ onSubmit, ...screen }: ScreenFormProps): JSX.Element {
  return (
    <form
      class="screen-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Screen {...screen} />
    </form>
  );
}
