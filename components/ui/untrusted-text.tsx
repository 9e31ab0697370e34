import type { JSX } from 'preact';
import { cleanName } from '../text/clean-text.ts';

/** Text somebody else wrote, on one line: cleaned, and kept from turning the text round it (security.md T-09). */
export function UntrustedText({ text, mono = false }: { text: string; mono?: boolean }): JSX.Element {
  return <bdi class={mono ? 'mono' : undefined}>{cleanName(text)}</bdi>;
}
