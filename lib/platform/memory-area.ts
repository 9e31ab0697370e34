import type { StorageArea } from './storage-area.ts';

/** An area in memory for Node; values are copied through JSON like the browser does, so what would not survive there does not survive here. */
export function createMemoryArea(initial: Record<string, unknown> = {}): StorageArea & {
  dump(): Record<string, unknown>;
} {
  const rows = new Map(Object.entries(initial).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    async get<T>(key: string) {
      const text = rows.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    async set(key, value) {
      rows.set(key, JSON.stringify(value));
    },
    async remove(key) {
      rows.delete(key);
    },
    async clear() {
      rows.clear();
    },
    dump: () => Object.fromEntries([...rows].map(([key, text]) => [key, JSON.parse(text) as unknown])),
  };
}
