/**
 * What was received of one device under one contract: the highest number, the numbers missing below it, and the hash
 * of the highest envelope.
 *
 * Invariant: a number counts once. It makes replays invisible without a row a message (`browsers.md` *Storage*),
 * and a number that never came stays in `missing`, where a person sees it as a gap (`protocol.md` §6.5, T-38, T-41, T-42).
 */

export interface SequenceMark {
  high: number;
  /** Inclusive ranges, ascending, not touching. */
  missing: [from: number, to: number][];
  /** Hash of the envelope with number `high`, or null when it is not known. */
  head: string | null;
  /** Numbers whose `prev` named another envelope than the one we hold: the device told two stories. */
  forks: number;
}

export type SequenceVerdict = 'new' | 'duplicate' | 'refused';

/** Holes in one stream of numbers (security.md *Limits*). More is not a network, it is an attack on our memory. */
export const MAX_MISSING_RANGES = 500;

/** A mark for a stream of which nothing was received yet. */
export function emptyMark(): SequenceMark {
  return { high: 0, missing: [], head: null, forks: 0 };
}

/**
 * Books number `seq` on `mark` (changed in place) and tells whether it is new. `refused` when it would open more than
 * `MAX_MISSING_RANGES` holes. `prev` is the hash the envelope names as its predecessor, `hash` its own,
 * null when it is not known.
 */
export function bookSequence(
  mark: SequenceMark,
  seq: number,
  prev: string | null,
  hash: string | null,
): SequenceVerdict {
  if (seq > mark.high) {
    if (seq > mark.high + 1) {
      if (mark.missing.length >= MAX_MISSING_RANGES) return 'refused';
      mark.missing.push([mark.high + 1, seq - 1]);
    } else if (mark.head !== null && prev !== mark.head) {
      mark.forks += 1;
    }
    mark.high = seq;
    mark.head = hash;
    return 'new';
  }
  const at = mark.missing.findIndex(([from, to]) => seq >= from && seq <= to);
  const range = mark.missing[at];
  if (range === undefined) return 'duplicate';
  const [from, to] = range;
  const rest: [number, number][] = [];
  if (from < seq) rest.push([from, seq - 1]);
  if (seq < to) rest.push([seq + 1, to]);
  if (mark.missing.length - 1 + rest.length > MAX_MISSING_RANGES) return 'refused';
  mark.missing.splice(at, 1, ...rest);
  return 'new';
}

/** How many numbers directly before `seq` are missing; 0 when its predecessor is there. */
export function missingBefore(mark: SequenceMark, seq: number): number {
  const range = mark.missing.find(([, to]) => to === seq - 1);
  return range === undefined ? 0 : range[1] - range[0] + 1;
}
