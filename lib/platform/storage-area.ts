import type { Storage } from 'webextension-polyfill';

/** A place for small values under text keys. Values are JSON: a CryptoKey or bytes would come back as `{}`. */
export interface StorageArea {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes every key of this area. */
  clear(): Promise<void>;
}

/** Wraps one of the browser's storage areas; rejects with the browser's own error. */
export function createStorageArea(area: Storage.StorageArea): StorageArea {
  return {
    async get<T>(key: string) {
      return (await area.get(key))[key] as T | undefined;
    },
    set: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
    clear: () => area.clear(),
  };
}
