import { findSections } from '../../generated/markers.ts';

/**
 * Where a document says something else than was made of the code: one sentence each, with the line. Also a section whose
 * markers are missing, doubled or not closed, and one that nobody makes.
 */
export function differences(document: string, text: string, made: ReadonlyMap<string, string>): string[] {
  const lines = text.split('\n');
  const placed = findSections(lines);
  const problems: string[] = [];
  for (const name of made.keys()) {
    const count = placed.filter((one) => one.name === name).length;
    if (count !== 1) problems.push(`${document}: the section "${name}" stands there ${count} times`);
  }
  for (const { name, begin, end } of placed) {
    const section = made.get(name);
    if (section === undefined) problems.push(`${document}:${begin + 1}: nothing makes the section "${name}"`);
    else if (end === null) problems.push(`${document}:${begin + 1}: the section "${name}" has no end`);
    else problems.push(...differingLines(document, lines.slice(begin + 1, end), section, begin + 2));
  }
  return problems;
}

/** The first line that differs; the others follow from it, or are mended with it. */
function differingLines(
  document: string,
  found: readonly string[],
  section: string,
  first: number,
): string[] {
  const wanted = ['', ...section.split('\n'), ''];
  const at = wanted.findIndex((line, index) => line !== found[index]);
  if (at < 0 && found.length === wanted.length) return [];
  const place = at < 0 ? wanted.length : at;
  const says = (line: string | undefined) => (line === undefined ? 'ends' : `says: ${line}`);
  return [`${document}:${first + place}: ${says(found[place])}\n  the code ${says(wanted[place])}`];
}
