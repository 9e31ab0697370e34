import type { LockAfter } from '../../lib/api/popup/popup-rpc.ts';
import type { MessageKey } from '../text/translate.ts';

/** When the companion locks by itself, in words; in the order they are offered. */
export const LOCK_WORDS: Record<LockAfter, MessageKey> = {
  '1m': 'lock1m',
  '5m': 'lock5m',
  '15m': 'lock15m',
  '30m': 'lock30m',
  '1h': 'lock1h',
  '4h': 'lock4h',
  'browser-close': 'lockClose',
  never: 'lockNever',
};
