/**
 * Writes the sections of the documents that are made from the code: `npm run docs`. Running it twice changes nothing.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './build-extension.ts';
import { allSections } from './generated/all-sections.ts';
import { makeSections } from './generated/make-sections.ts';
import { placeSections } from './generated/place-sections.ts';

for (const [document, texts] of await makeSections(allSections)) {
  const path = join(projectRoot, document);
  const before = await readFile(path, 'utf8');
  const after = placeSections(before, texts);
  if (after !== before) await writeFile(path, after);
  console.log(`${document}: ${texts.size} sections${after === before ? '' : ', written'}`);
}
