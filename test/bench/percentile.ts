/** The nearest-rank percentile of samples; `p` from 0 to 100. Throws on an empty list. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))];
  if (value === undefined) throw new RangeError('percentile of no samples');
  return value;
}
