import type { UsedWords } from './used-words.ts';

/** What does not fit between the catalogue and those who use it, one sentence each. */
export function wrongWords(catalogue: ReadonlyMap<string, string>, uses: readonly UsedWords[]): string[] {
  const problems: string[] = [];
  const named = new Set(uses.flatMap(({ keys }) => keys));
  const filled = new Set(uses.flatMap(({ keys, given }) => (given === null ? [] : keys)));
  for (const use of uses) problems.push(...wrongUse(catalogue, use));
  for (const [key, sentence] of catalogue) {
    if (!named.has(key)) problems.push(`the sentence "${key}" is used nowhere`);
    else if (placesOf(sentence) > 0 && !filled.has(key)) problems.push(`nobody fills in $1 of "${key}"`);
    for (let place = 1; place < placesOf(sentence); place += 1) {
      if (!sentence.includes(`$${place}`)) problems.push(`"${key}" has a $${place + 1} and no $${place}`);
    }
  }
  return problems;
}

function wrongUse(catalogue: ReadonlyMap<string, string>, { keys, given, place }: UsedWords): string[] {
  const missing = keys.filter((key) => !catalogue.has(key));
  if (given === null || missing.length > 0)
    return missing.map((key) => `${place}: there is no sentence "${key}"`);
  const needs = keys.map((key) => ({ key, count: placesOf(catalogue.get(key) ?? '') }));
  const most = Math.max(...needs.map(({ count }) => count));
  // One call may say several sentences, of which some need less.
  return needs
    .filter(({ count }) => count > given || most < given)
    .map(({ key, count }) => `${place}: "${key}" has places for ${count} values, and is given ${given}`);
}

/** The highest number of a place in a sentence: 2 in `$1 of $2`. */
function placesOf(sentence: string): number {
  return Math.max(0, ...[...sentence.matchAll(/\$(\d)/g)].map(([, digit]) => Number(digit)));
}
