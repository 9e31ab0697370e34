import type { JSX } from 'preact';
import { Icon, type IconName } from '../ui/icon.tsx';

interface SettingLinkProps {
  icon: IconName;
  label: string;
  value?: string;
  href: string;
  testid: string;
  danger?: boolean;
}

/** A line of the settings that leads to a page of its own, with how it stands now. */
export function SettingLink({
  icon,
  label,
  value,
  href,
  testid,
  danger = false,
}: SettingLinkProps): JSX.Element {
  return (
    <a class={danger ? 'setting link-row danger' : 'setting link-row'} href={href} data-testid={testid}>
      <Icon name={icon} />
      <span class="setting-text">{label}</span>
      {value === undefined ? null : (
        <span class="setting-value">
          <bdi>{value}</bdi>
        </span>
      )}
      <span class="setting-go">
        <Icon name="forward" size={16} />
      </span>
    </a>
  );
}
