import type { JSX } from 'preact';

/** One way to begin a conversation: what the person sees of it, and what the button does. */
export interface Way {
  /** Words of the button. */
  label: string;
  ready: boolean;
  busy: boolean;
  error: unknown;
  body: JSX.Element;
  run(): void;
}
