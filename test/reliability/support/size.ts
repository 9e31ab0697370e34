/**
 * True when the full sizes of security.md *What proves it* were asked for with `RELIABILITY=full`; otherwise those for CI.
 */
export const isFull = process.env.RELIABILITY === 'full';

/** A size of a run: for CI, and in full. */
export function size(ci: number, full: number): number {
  return isFull ? full : ci;
}
