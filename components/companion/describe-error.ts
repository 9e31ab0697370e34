import type { JsonValue } from '../../lib/api/decentrl-rpc.ts';
import { cleanText } from '../text/clean-text.ts';
import type { MessageKey, Translate } from '../text/translate.ts';

/** An error for a person: what happened, and what is safe and what to do. */
export interface ErrorWords {
  what: string;
  after: string;
}

const KNOWN: Record<number, [MessageKey, MessageKey]> = {
  4900: ['errorRestarted', 'errorRestartedThen'],
  4901: ['errorUnreachable', 'errorUnreachableThen'],
  [-32005]: ['errorLimit', 'errorLimitThen'],
  4310: ['errorContract', 'errorContractThen'],
  4311: ['errorExpired', 'errorContractThen'],
  4312: ['errorRevoked', 'errorRevokedThen'],
  4315: ['errorTooLarge', 'errorTooLargeThen'],
  4316: ['errorNotReady', 'errorNotReadyThen'],
  4317: ['errorRefused', 'errorRefusedThen'],
  4318: ['errorAnchor', 'errorAnchorThen'],
  4320: ['errorLocked', 'errorLockedThen'],
  4330: ['errorPassword', 'errorPasswordThen'],
  4331: ['errorDamaged', 'errorDamagedThen'],
  4332: ['errorDisk', 'errorDiskThen'],
  4333: ['errorGone', 'errorGoneThen'],
  4334: ['errorStorage', 'errorStorageThen'],
};

/** The code of an error of the background's, or null. */
export function codeOf(error: unknown): number | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : null;
}

/** The `data` of an error of the background's, or null. */
export function errorDetails(error: unknown): { [key: string]: JsonValue } | null {
  const details = error instanceof Error && 'details' in error ? error.details : null;
  return typeof details === 'object' && details !== null ? (details as { [key: string]: JsonValue }) : null;
}

function firstIssue(error: unknown): string | null {
  const issues = errorDetails(error)?.issues;
  const first = Array.isArray(issues) ? issues[0] : null;
  return typeof first === 'object' &&
    first !== null &&
    !Array.isArray(first) &&
    typeof first.message === 'string'
    ? cleanText(first.message)
    : null;
}

/** Puts an error of the background's into words; one nobody foresaw says so and that nothing was lost. */
export function describeError(error: unknown, t: Translate): ErrorWords {
  const code = codeOf(error);
  const known = code === null ? undefined : KNOWN[code];
  if (known) return { what: t(known[0]), after: t(known[1]) };
  if (code === -32602 || code === -32600)
    return { what: firstIssue(error) ?? t('errorInput'), after: t('errorInputThen') };
  return { what: t('errorUnknown'), after: t('errorUnknownThen') };
}
