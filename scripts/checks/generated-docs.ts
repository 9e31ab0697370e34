import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../build-extension.ts';
import { allSections } from '../generated/all-sections.ts';
import { makeSections } from '../generated/make-sections.ts';
import { findSections } from '../generated/markers.ts';
import type { Check } from './check.ts';
import { differences } from './generated/differences.ts';
import { plantedDifferences } from './generated/planted-differences.ts';

/** Returns what of the planted differences was not noticed, or named otherwise. */
function misjudged(): string[] {
  return plantedDifferences.flatMap(({ text, made, refused }) => {
    const problems = differences('planted', text, new Map(Object.entries(made)));
    return problems.length === 1 && problems[0] === refused
      ? []
      : [`planted: ${refused}\n  found: ${problems.join('\n') || 'nothing'}`];
  });
}

/** Spoils each section of a sound document by a letter, and returns those whose fault was not noticed. */
function unguarded(document: string, text: string, made: ReadonlyMap<string, string>): string[] {
  return findSections(text.split('\n')).flatMap(({ name, end }) => {
    const lines = text.split('\n');
    const last = (end ?? 0) - 2;
    lines[last] = `${lines[last] ?? ''}x`;
    const problems = differences(document, lines.join('\n'), made);
    return problems.some((problem) => problem.startsWith(`${document}:${last + 1}: `))
      ? []
      : [`${document}: a fault planted in the section "${name}" was not noticed`];
  });
}

async function documents(): Promise<string[]> {
  const book = (await readdir(join(projectRoot, 'docs'))).filter((name) => name.endsWith('.md'));
  return [...book.map((name) => `docs/${name}`), 'mediator/README.md'].sort();
}

/** What the documents tell of methods, errors, commands, limits and settings is what the code says; `npm run docs` mends it. */
export const generatedDocsCheck: Check = {
  name: 'generated sections of the documents',
  async run() {
    const made = await makeSections(allSections);
    const found: string[] = misjudged();
    const paths = await documents();
    for (const document of made.keys()) {
      if (!paths.includes(document)) found.push(`${document} is not there`);
    }
    for (const document of paths) {
      const text = await readFile(join(projectRoot, document), 'utf8');
      const texts = made.get(document) ?? new Map<string, string>();
      const problems = differences(document, text, texts);
      found.push(...problems, ...(problems.length === 0 ? unguarded(document, text, texts) : []));
    }
    return found.length === 0 ? [] : [...found, 'npm run docs writes them anew'];
  },
};
