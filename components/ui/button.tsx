import type { ComponentChildren, JSX, Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type Tone = 'plain' | 'primary' | 'danger' | 'quiet';

interface ButtonProps extends Omit<JSX.IntrinsicElements['button'], 'icon' | 'ref'> {
  tone?: Tone;
  /** Shows that the thing is being done; the button stays where it is and ignores clicks. */
  busy?: boolean;
  testid?: string;
  children: ComponentChildren;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with words. */
export function Button({
  tone = 'plain',
  busy = false,
  testid,
  children,
  buttonRef,
  onClick,
  disabled,
  ...rest
}: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class={`button ${tone}`}
      data-testid={testid}
      disabled={disabled}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<JSX.IntrinsicElements['button'], 'icon' | 'label' | 'ref'> {
  icon: IconName;
  label: string;
  testid?: string;
  size?: number;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with a drawing; `label` is its name for everyone who does not see the drawing, and its tooltip. */
export function IconButton({
  icon,
  label,
  testid,
  size = 20,
  buttonRef,
  ...rest
}: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class="icon-button"
      aria-label={label}
      title={label}
      data-testid={testid}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}

/** A link that looks like `IconButton`. */
export function IconLink({
  icon,
  label,
  href,
  testid,
}: {
  icon: IconName;
  label: string;
  href: string;
  testid?: string;
}): JSX.Element {
  return (
    <a class="icon-button" href={href} aria-label={label} title={label} data-testid={testid}>
      <Icon name={icon} />
    </a>
  );
}
