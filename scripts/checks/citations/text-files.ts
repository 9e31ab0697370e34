import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Not ours to check: brought, built, or data. */
const SKIPPED = new Set([
  'node_modules',
  'artifacts',
  'coverage',
  'mediator-data',
  'scripts/checks/citations/planted-citations.ts',
]);
const TEXT = /\.(md|ts|tsx|mjs|js|py|sol|css|html)$/;

/** The text files of a checkout that may cite something, as paths relative to it. */
export async function textFiles(root: string, folder = ''): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || SKIPPED.has(entry.name) || SKIPPED.has(path)) continue;
    if (entry.isDirectory()) found.push(...(await textFiles(root, path)));
    else if (TEXT.test(entry.name)) found.push(path);
  }
  return found;
}
