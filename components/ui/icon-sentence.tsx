import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface IconSentenceProps {
  icon: IconName;
  tone?: 'good' | 'warn' | undefined;
  children: ComponentChildren;
  testid?: string;
}

/** A sentence with a drawing before its first line, in the colour of what it means. */
export function IconSentence({ icon, tone, children, testid }: IconSentenceProps): JSX.Element {
  return (
    <p class={tone === undefined ? 'icon-sentence' : `icon-sentence ${tone}`} data-testid={testid}>
      <Icon name={icon} size={18} />
      <span>{children}</span>
    </p>
  );
}
