/** Numbers that look random and are the same for the same seed, so that a run can be repeated. */
export interface Random {
  /** In [0, 1). */
  unit(): number;
  /** A whole number in [0, max). */
  below(max: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (max: number) => Math.floor(unit() * max);
  return {
    unit,
    below,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
    chance: (probability) => unit() < probability,
  };
}

/** The seed of this run: `SEED` of the environment, or a new one. Print it. */
export function runSeed(): number {
  const given = Number(process.env.SEED);
  return Number.isSafeInteger(given) && given > 0 ? given : (Date.now() & 0x7fffffff) + 1;
}
