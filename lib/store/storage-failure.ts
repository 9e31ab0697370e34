import { StorageError } from '../errors/errors.ts';

const FULL = new Set([
  'QuotaExceededError',
  'UnknownError',
  'NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR',
  'NS_ERROR_FILE_NO_DEVICE_SPACE',
]);

/** Turns a write the disk refused (full, or its file broken) into a StorageError, and leaves every other error as it is. */
export function asStorageFailure(error: unknown): unknown {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return FULL.has(name) ? new StorageError(undefined, { cause: error }) : error;
}
