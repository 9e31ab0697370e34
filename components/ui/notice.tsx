import type { ComponentChildren, JSX } from 'preact';

interface NoticeProps {
  /** `amber`: somebody else can read, or something is missing; `red`: failed; `accent`: yours and safe. */
  tone: 'amber' | 'red' | 'accent';
  title?: ComponentChildren;
  children?: ComponentChildren;
  action?: ComponentChildren;
  /** True for what has just happened, so that it is read out. */
  alert?: boolean;
  testid?: string;
}

/** A band across the screen: what happened in bold, then what is safe and what to do. */
export function Notice({ tone, title, children, action, alert = false, testid }: NoticeProps): JSX.Element {
  return (
    <div class={`notice ${tone}`} role={alert ? 'alert' : undefined} data-testid={testid}>
      <p>
        {title ? <strong>{title}</strong> : null} {children}
      </p>
      {action}
    </div>
  );
}
