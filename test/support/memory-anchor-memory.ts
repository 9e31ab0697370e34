import type { AnchorMemory } from '../../lib/anchor/anchor-memory.ts';

/** An anchor memory that lasts as long as the object, and clones what it takes and gives as a real store does. */
export function memoryAnchorMemory(): AnchorMemory & { size(): number } {
  const rows = new Map<string, unknown>();
  return {
    size: () => rows.size,
    load: async (key) => structuredClone(rows.get(key)),
    loadAll: async (prefix) =>
      [...rows.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => structuredClone(rows.get(key))),
    save: async (saved) => {
      for (const { key, value } of saved) rows.set(key, structuredClone(value));
    },
  };
}
