/** A section as it stands in a document. Lines are counted from 0. */
export interface Placed {
  name: string;
  /** The line of the first marker. */
  begin: number;
  /** The line of the second one, null where it is missing. */
  end: number | null;
}

const BEGIN = /^<!-- generated: ([\w-]+), by npm run docs -->$/;
const END = /^<!-- end: ([\w-]+) -->$/;

/** The first marker of a section. */
export const beginOf = (name: string): string => `<!-- generated: ${name}, by npm run docs -->`;

/** The second one. */
export const endOf = (name: string): string => `<!-- end: ${name} -->`;

/** Every section of a document, in order; one that another begins in has no end. */
export function findSections(lines: readonly string[]): Placed[] {
  const found: Placed[] = [];
  for (const [at, line] of lines.entries()) {
    const begins = BEGIN.exec(line)?.[1];
    if (begins !== undefined) found.push({ name: begins, begin: at, end: null });
    const ends = END.exec(line)?.[1];
    const last = found.at(-1);
    if (ends !== undefined && last?.name === ends) last.end ??= at;
  }
  return found;
}
