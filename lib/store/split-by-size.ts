/** What one share may hold. */
export interface Share {
  items: number;
  /** In the unit of the sizes given: characters of JSON, unless the caller measures otherwise. */
  size: number;
}

/** Splits a list into shares in its order; what is larger than a share alone is a share alone. */
export function splitBySize<T>(
  list: readonly T[],
  most: Share,
  sizeOf: (one: T) => number = (one) => JSON.stringify(one).length + 1,
): T[][] {
  const shares: T[][] = [];
  let filled = 0;
  for (const one of list) {
    const size = sizeOf(one);
    const last = shares.at(-1);
    if (last !== undefined && last.length < most.items && filled + size <= most.size) {
      last.push(one);
      filled += size;
    } else {
      shares.push([one]);
      filled = size;
    }
  }
  return shares;
}
