import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { describePython } from './support/describe-python.ts';
import { runPython } from './support/python.ts';
import { startPythonMediator } from './support/start-python-mediator.ts';

const VECTORS = join(import.meta.dirname, '../../docs/vectors');
/** Conversations with a mediator; a client reads in them what it must understand. */
const CONVERSATIONS = ['scenarios', 'authentication-scenarios'];
/** What our escrow alone is asked (docs/vectors/README.md). */
const OURS = ['escrow-scenarios'];

/** One line of a checker that was asked for `--json`. */
interface Verdict {
  file: string;
  case: string;
  ok: boolean;
  problem?: string;
}

interface Cases {
  accept: { name: string }[];
  refuse: { name: string }[];
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

/** The names of all cases of these formats, with the format before each. */
function casesOf(names: readonly string[]): string[] {
  return names
    .flatMap((name) => {
      const file = JSON.parse(readFileSync(join(VECTORS, `${name}.json`), 'utf8')) as Cases;
      return [...file.accept, ...file.refuse].map((one) => `${name}: ${one.name}`);
    })
    .sort();
}

const looked = (verdicts: Verdict[], names: readonly string[]) =>
  [
    ...new Set(verdicts.filter(({ file }) => names.includes(file)).map((one) => `${one.file}: ${one.case}`)),
  ].sort();

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
    const values = formats.filter((name) => !CONVERSATIONS.includes(name) && !OURS.includes(name));
    expect(looked(verdicts, values)).toEqual(casesOf(values));
  });

  it('answers every scenario of a mediator as ours does', async () => {
    const { code, output } = await runPython('check_scenarios.py', ['--json']);
    const verdicts = verdictsOf(output);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    expect(code, output.slice(-2_000)).toBe(0);
    expect(looked(verdicts, CONVERSATIONS)).toEqual(casesOf(CONVERSATIONS));
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
