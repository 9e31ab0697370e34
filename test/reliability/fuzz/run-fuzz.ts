import { type Random, randomFrom, runSeed } from '../support/random.ts';
import { report } from '../support/report.ts';

/** A parser under fuzz. */
export interface Target {
  name: string;
  /** A step of another parser, or only met on the way to it: a fifth of the inputs will do. */
  lesser?: true;
  /** One input; all its chance comes from `random`. */
  input(random: Random): string;
  /** Resolves when the input is accepted, throws when it is refused. */
  parse(input: string): unknown;
  /** Tells whether an error is one the parser may refuse with. */
  refuses(error: unknown): boolean;
}

/** What a run of one parser came to; `uncaught` and `slow` are empty in a good run. */
export interface FuzzResult {
  accepted: number;
  refused: number;
  uncaught: string[];
  slow: string[];
  worstMs: number;
}

const LIMIT_MS = 100;
const SHOWN = 300;

async function timed(target: Target, input: string): Promise<{ ms: number; error: unknown }> {
  const start = performance.now();
  let error: unknown = null;
  try {
    await target.parse(input);
  } catch (caught) {
    error = caught;
  }
  return { ms: performance.now() - start, error };
}

/** Gives `count` inputs to the parser. The seed of a finding repeats it: `SEED=… npm run test:reliability`. */
export async function runFuzz(target: Target, count: number, seed = runSeed()): Promise<FuzzResult> {
  const result: FuzzResult = { accepted: 0, refused: 0, uncaught: [], slow: [], worstMs: 0 };
  for (let at = 0; at < count; at++) {
    // Each input has a seed of its own, so that one finding is repeated without all before it.
    const input = target.input(randomFrom(seed + at));
    const { ms, error } = await timed(target, input);
    if (error === null) result.accepted += 1;
    else if (target.refuses(error)) result.refused += 1;
    else
      result.uncaught.push(`SEED=${seed + at} ${String(error)} for ${JSON.stringify(input).slice(0, SHOWN)}`);
    if (ms <= LIMIT_MS) {
      result.worstMs = Math.max(result.worstMs, ms);
      continue;
    }
    // The machine may have been busy elsewhere: an input is slow when it is slow every time.
    const again = [ms];
    for (let times = 0; times < 4; times++) again.push((await timed(target, input)).ms);
    const best = Math.min(...again);
    result.worstMs = Math.max(result.worstMs, best);
    if (best > LIMIT_MS)
      result.slow.push(`SEED=${seed + at} ${best} ms for ${JSON.stringify(input).slice(0, SHOWN)}`);
  }
  report(`fuzz of ${target.name}`, {
    inputs: count,
    seed,
    accepted: result.accepted,
    refused: result.refused,
    uncaught: result.uncaught.length,
    'worst ms': Math.round(result.worstMs * 10) / 10,
  });
  return result;
}
