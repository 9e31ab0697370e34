import type { JSX } from 'preact';

/** The part of *New message* that depends on who was named: its fields, and what the button says and does. */
export interface RecipientForm {
  /** Words of the button. */
  label: string;
  ready: boolean;
  busy: boolean;
  error: unknown;
  body: JSX.Element;
  run(): void;
}
