import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** What a screen says when it has nothing to show, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <span class="empty-mark">
        <Icon name={icon} size={24} />
      </span>
      <h2 class="empty-title">{title}</h2>
      {children ? <p class="quiet">{children}</p> : null}
      {action ? <div class="empty-actions">{action}</div> : null}
    </div>
  );
}
