import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { type Document, readDocument } from './document.ts';
import { findCitations } from './find-citations.ts';
import { findLinks } from './find-links.ts';
import { findPaths } from './find-paths.ts';
import { textFiles } from './text-files.ts';

/** The tables in which rows have their ids. */
const ROW_DOCUMENTS = ['docs/security.md', 'docs/performance.md'];

/** What was looked at, and one sentence for each thing that is cited and not there. */
export interface Reading {
  citations: number;
  links: number;
  problems: string[];
}

/**
 * Reads every text file of a checkout: a document, section, heading or row that is cited must exist, and so must the
 * target of every relative link and every path that Markdown names in code marks.
 */
export async function brokenCitations(root: string): Promise<Reading> {
  const texts = new Map<string, string>();
  for (const file of await textFiles(root)) texts.set(file, await readFile(join(root, file), 'utf8'));
  const documents = new Map<string, Document>();
  for (const [file, text] of texts) if (file.endsWith('.md')) documents.set(file, readDocument(text));
  const rows = new Set(ROW_DOCUMENTS.flatMap((file) => [...(documents.get(file)?.rows ?? [])]));
  const reading: Reading = { citations: 0, links: 0, problems: [] };

  for (const [file, text] of texts) {
    const complain = (at: number, what: string) =>
      reading.problems.push(`${file}:${text.slice(0, at).split('\n').length}: ${what}`);
    const own = documents.get(file);
    for (const citation of findCitations(text, own && { file, hasSections: own.sections.size > 0 })) {
      reading.citations += 1;
      if (citation.kind === 'row') {
        if (!rows.has(citation.name))
          complain(citation.at, `no row ${citation.name} in ${ROW_DOCUMENTS.join(' or ')}`);
        continue;
      }
      const path = resolveDocument(documents, file, citation.document);
      const document = path === undefined ? undefined : documents.get(path);
      if (!document) {
        const named =
          citation.document === ''
            ? `§${'name' in citation ? citation.name : ''} of no document`
            : citation.document;
        complain(citation.at, `${named} is not there`);
      } else if (citation.kind === 'section' && !document.sections.has(citation.name)) {
        complain(citation.at, `${path} has no section ${citation.name}`);
      } else if (citation.kind === 'heading' && !document.headings.has(citation.name.toLowerCase())) {
        complain(citation.at, `${path} has no heading "${citation.name}"`);
      }
    }
    if (!own) continue;
    for (const { path, anchor, at } of findLinks(text)) {
      reading.links += 1;
      const target = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(root, target))) complain(at, `the link to ${path} leads nowhere`);
      else if (anchor !== '' && documents.get(target)?.anchors.has(anchor) === false) {
        complain(at, `${target} has no heading for #${anchor}`);
      }
    }
    for (const { path, at } of findPaths(text)) {
      reading.citations += 1;
      const candidates = [path, `${path}.ts`, `${path}.tsx`];
      if (!candidates.some((name) => existsSync(join(root, name)))) complain(at, `${path} is not there`);
    }
  }
  return reading;
}

/** A document is named by its path from the root or from the file, or by its name alone when it is in docs/ or at the root. */
function resolveDocument(
  documents: ReadonlyMap<string, Document>,
  from: string,
  name: string,
): string | undefined {
  return [name, normalize(join(dirname(from), name)), `docs/${name}`].find((path) => documents.has(path));
}
