import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nestedChanges } from './nested-changes.ts';
import { readSource, type SourceFile } from './source-file.ts';
import { strayWrites } from './stray-writes.ts';
import { twoWorlds } from './two-worlds.ts';

/** What was read below lib, and what is wrong in it, one sentence each. */
export interface Judgement {
  files: number;
  functions: number;
  changes: number;
  problems: string[];
}

/** Reads every file of `lib` below `root` and says where the domain is written in another way than by a change. */
export async function judgeChanges(
  root: string,
  ownWriters: Readonly<Record<string, string>>,
): Promise<Judgement> {
  const names = (await readdir(join(root, 'lib'), { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  const read = await Promise.all(
    names.map(async (name): Promise<[string, SourceFile]> => {
      const path = `lib/${name}`;
      return [path, readSource(path, await readFile(join(root, path), 'utf8'))];
    }),
  );
  const sources = new Map(read);
  const worlds = twoWorlds(sources);
  const nested = nestedChanges(sources);
  return {
    files: sources.size,
    functions: worlds.functions,
    changes: nested.changes,
    problems: [...worlds.problems, ...nested.problems, ...strayWrites(sources, ownWriters)],
  };
}
