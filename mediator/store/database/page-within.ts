/** Where a page of rows starts, and how long it may be. */
export interface Page {
  /** Sequence of the last row of the page before, 0 at the beginning. */
  after: number;
  /** Rows. */
  limit: number;
  maxBytes: number;
}

/** The longest head of `rows` with at most `limit` rows and `maxBytes`, but never empty, and whether there is more. */
export function pageWithin<T extends { bytes: number }>(
  rows: readonly T[],
  limit: number,
  maxBytes: number,
): { kept: T[]; more: boolean } {
  const kept: T[] = [];
  let total = 0;
  for (const row of rows) {
    if (kept.length >= limit || (kept.length > 0 && total + row.bytes > maxBytes))
      return { kept, more: true };
    kept.push(row);
    total += row.bytes;
  }
  return { kept, more: false };
}
