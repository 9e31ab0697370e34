import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a vector file says of itself, as far as it is looked at here. */
interface Said {
  format?: unknown;
  modules?: unknown;
  accept?: unknown;
  refuse?: unknown;
  refuse_note?: unknown;
}

/** What was read, and what is wrong, one sentence each. */
export interface Coverage {
  files: number;
  modules: number;
  problems: string[];
}

const isFilled = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 0;

/** What is wrong with the vector files of a tree, and which files of lib/protocol none of them names. */
export async function uncovered(
  root: string,
  withoutBytes: Readonly<Record<string, string>>,
): Promise<Coverage> {
  const files = (await readdir(join(root, 'docs/vectors'))).filter((name) => name.endsWith('.json'));
  const modules = (await readdir(join(root, 'lib/protocol'))).filter((name) => name.endsWith('.ts'));
  const documents = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const book = await Promise.all(documents.map((name) => readFile(join(root, 'docs', name), 'utf8')));
  const problems: string[] = [];
  const named = new Set<string>();
  for (const file of files) {
    const said = parse(await readFile(join(root, 'docs/vectors', file), 'utf8'));
    for (const problem of wrongIn(file, said)) problems.push(`docs/vectors/${file} ${problem}`);
    if (!book.some((text) => text.includes(`](vectors/${file})`)))
      problems.push(`docs/vectors/${file} is in the list of no document`);
    for (const module of isFilled(said?.modules) ? said.modules.map(String) : []) {
      named.add(module);
      if (!existsSync(join(root, module)))
        problems.push(`docs/vectors/${file} names ${module}, which is not there`);
    }
  }
  for (const module of modules) {
    const isNamed = named.has(`lib/protocol/${module}`);
    const isExcused = Object.hasOwn(withoutBytes, module);
    if (!isNamed && !isExcused)
      problems.push(`lib/protocol/${module} is in the modules of no docs/vectors/*.json`);
    if (isNamed && isExcused)
      problems.push(`lib/protocol/${module} has vectors, and is excused from having any`);
  }
  for (const module of Object.keys(withoutBytes)) {
    if (!modules.includes(module)) problems.push(`lib/protocol/${module} is excused, and is not there`);
  }
  return { files: files.length, modules: modules.length, problems };
}

function parse(text: string): Said | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function wrongIn(file: string, said: Said | null): string[] {
  if (said === null) return ['is no JSON object'];
  const problems: string[] = [];
  if (`${String(said.format)}.json` !== file) problems.push('names another format');
  if (!isFilled(said.modules)) problems.push('names no module');
  if (!isFilled(said.accept)) problems.push('accepts nothing');
  if (!isFilled(said.refuse) && typeof said.refuse_note !== 'string')
    problems.push('refuses nothing and does not say why');
  return problems;
}
