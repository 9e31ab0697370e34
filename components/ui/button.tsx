import type { ComponentChildren, JSX, Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type Tone = 'plain' | 'primary' | 'danger' | 'quiet';

interface ButtonLook {
  tone?: Tone | undefined;
  /** Beside other things, and not the one thing to do. */
  small?: boolean | undefined;
  /** As wide as what it stands in. */
  wide?: boolean | undefined;
}

interface ButtonProps extends ButtonLook, Omit<JSX.IntrinsicElements['button'], 'icon' | 'ref'> {
  /** Shows that the thing is being done; the button stays where it is and ignores clicks. */
  busy?: boolean;
  testid?: string;
  children: ComponentChildren;
  buttonRef?: Ref<HTMLButtonElement>;
}

function classOf({ tone = 'plain', small = false, wide = false }: ButtonLook): string {
  return `button ${tone}${small ? ' small' : ''}${wide ? ' wide' : ''}`;
}

/** A button with words. */
export function Button({
  tone,
  small,
  wide,
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
      class={classOf({ tone, small, wide })}
      data-testid={testid}
      disabled={disabled}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}

interface ButtonLinkProps extends ButtonLook {
  href: string;
  testid?: string;
  children: ComponentChildren;
}

/** A link that looks like `Button`. */
export function ButtonLink({ href, testid, children, ...look }: ButtonLinkProps): JSX.Element {
  return (
    <a class={classOf(look)} href={href} data-testid={testid}>
      {children}
    </a>
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
