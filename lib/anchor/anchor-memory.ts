/**
 * What the reader keeps between wakes: a small ordered store of structured-cloneable values by text keys. Nothing in it
 * is secret (index files are public), but which contracts are read is the person's affair. Losing it costs reading
 * everything again, and the memory of how far the chain had come.
 */
export interface AnchorMemory {
  load(key: string): Promise<unknown>;
  /** Values of all keys that begin with `prefix`, in the order of the keys. */
  loadAll(prefix: string): Promise<unknown[]>;
  /** Puts all of them, or none. */
  save(rows: readonly { key: string; value: unknown }[]): Promise<void>;
}
