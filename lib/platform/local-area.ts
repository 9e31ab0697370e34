import type { Storage } from 'webextension-polyfill';
import { createStorageArea, type StorageArea } from './storage-area.ts';

/** Small values on the disk. Content scripts can read it in Firefox, so it holds ciphertext and public facts only. */
export type LocalArea = StorageArea;

/** Wraps `browser.storage.local`. */
export function createLocalArea(area: Storage.StorageArea): LocalArea {
  return createStorageArea(area);
}
