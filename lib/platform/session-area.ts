import type { Storage } from 'webextension-polyfill';
import { createStorageArea, type StorageArea } from './storage-area.ts';

/** Storage that lives in memory until the browser closes: survives the worker, never touches the disk, at most about 10 MB. */
export type SessionArea = StorageArea;

type WithAccessLevel = Storage.StorageArea & {
  setAccessLevel?: (options: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void>;
};

/**
 * Wraps `browser.storage.session` and keeps content scripts out of it. Trusted contexts are the default in both
 * browsers; saying it again in Chromium (the only one with `setAccessLevel`) undoes what an older version may have set.
 */
export function createSessionArea(area: Storage.StorageArea): SessionArea {
  (area as WithAccessLevel).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => undefined);
  return createStorageArea(area);
}
