import type { OutboxGroup } from './outbox-group.ts';

export type Verdict = 'retry' | 'final';

/** Codes after which the same bytes may be accepted later: a full queue empties, a registration is renewed. */
const LATER = new Set([
  'TIMESTAMP_OUT_OF_RANGE',
  'NONCE_REUSED',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'INTERNAL_ERROR',
  'NOT_REGISTERED',
]);

/** Codes that blame one event, so that the others of its batch deserve a try of their own. */
const ABOUT_CONTENT = new Set(['INVALID_COMMAND', 'UNSUPPORTED_COMMAND', 'PAYLOAD_TOO_LARGE', 'ID_CONFLICT']);

/** Tells whether a refusal ends a row (`protocol.md` §5.16) or is tried again. */
export function refusalVerdict(code: string, status: number, group: OutboxGroup): Verdict {
  if (LATER.has(code)) return 'retry';
  // A recipient whose registration lapsed may renew it; a request to nobody should be told at once.
  if (code === 'RECIPIENT_NOT_REGISTERED') return group === 'send' ? 'retry' : 'final';
  return status >= 500 || status === 408 || status === 425 || status === 429 ? 'retry' : 'final';
}

/** Tells whether a refusal of a whole batch says nothing about each of its rows. */
export function isAboutContent(code: string): boolean {
  return ABOUT_CONTENT.has(code);
}
