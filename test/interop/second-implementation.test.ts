import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { describePython } from './support/describe-python.ts';
import { runPython } from './support/python.ts';
import { startPythonMediator } from './support/start-python-mediator.ts';

const VECTORS = join(import.meta.dirname, '../../docs/vectors');
const MEDIATOR_FILES = ['scenarios'];
/** What our escrow alone is asked (docs/vectors/README.md). */
const OURS = ['escrow-scenarios'];

/** One line of a checker that was asked for `--json`. */
interface Verdict {
  file: string;
  case: string;
  ok: boolean;
  problem?: string;
}

function verdictsOf(output: string): Verdict[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Verdict);
}

const formats = readdirSync(VECTORS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

describePython('a second implementation, made from the book alone', () => {
  let ours: RunningMediator;
  let theirs: RunningMediator;
  beforeAll(async () => {
    [ours, theirs] = await Promise.all([startMediator({ env: { ESCROW: '1' } }), startPythonMediator()]);
  }, 60_000);
  afterAll(() => Promise.all([ours?.stop(), theirs?.stop()]));

  it('has primitives that give what their standards say', async () => {
    const { code, output } = await runPython('check_primitives.py');
    expect(code, output).toBe(0);
  });

  it('agrees with every vector of every format', async () => {
    const { code, output } = await runPython('check_vectors.py', ['--json']);
    const verdicts = verdictsOf(output);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(code, output.slice(-2_000)).toBe(0);
    const checked = new Set(verdicts.map(({ file }) => file));
    const left = formats.filter((name) => !checked.has(name));
    expect(left.filter((name) => !MEDIATOR_FILES.includes(name) && !OURS.includes(name))).toEqual([]);
  });

  it('answers every scenario of a mediator as ours does', async () => {
    const { code, output } = await runPython('check_scenarios.py', ['--json']);
    const verdicts = verdictsOf(output);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(code, output.slice(-2_000)).toBe(0);
    expect([...new Set(verdicts.map(({ file }) => file))]).toEqual(expect.arrayContaining(MEDIATOR_FILES));
  });

  it('as a client lives its whole story at our mediator and escrow', async () => {
    const { code, output } = await runPython('story.py', ['--mediator', ours.url, '--escrow', ours.url]);
    expect(code, output).toBe(0);
  });

  it('as a client and as a mediator understands itself', async () => {
    const { code, output } = await runPython('story.py', ['--mediator', theirs.url]);
    expect(code, output).toBe(0);
  });
});
