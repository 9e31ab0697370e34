import type { ComponentChildren, JSX, Ref } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { IconButton } from './button.tsx';
import { Field } from './field.tsx';

interface PasswordFieldProps {
  label: string;
  value: string;
  onText(text: string): void;
  testid: string;
  /** `current-password` or `new-password`, for password managers. */
  purpose: 'current-password' | 'new-password';
  hint?: ComponentChildren;
  error?: ComponentChildren;
  inputRef?: Ref<HTMLInputElement>;
  disabled?: boolean;
}

/** A password with a button that shows it. */
export function PasswordField({ purpose, value, testid, ...rest }: PasswordFieldProps): JSX.Element {
  const { t } = useCompanion();
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...rest}
      testid={testid}
      value={value}
      type={shown ? 'text' : 'password'}
      autocomplete={purpose}
      end={
        <IconButton
          icon={shown ? 'eyeOff' : 'eye'}
          label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          testid={`${testid}-show`}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
