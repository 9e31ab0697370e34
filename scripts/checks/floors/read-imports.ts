import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** One file of ours that names another: by an import, a type-only import, a re-export or `import()`. */
export interface ImportEdge {
  from: string;
  to: string;
}

/** Folders whose imports are read; what stands in others imports them and is imported by none. */
const READ = ['lib', 'mediator', 'components', 'entrypoints'];

/** Every import of one file of ours by another below `root`, with how many files were read. */
export async function readImports(root: string): Promise<{ files: number; edges: ImportEdge[] }> {
  const files = (await Promise.all(READ.map((folder) => filesBelow(root, folder)))).flat();
  const edges = await Promise.all(
    files.map(async (from) => {
      const { importedFiles } = ts.preProcessFile(await readFile(join(root, from), 'utf8'), true, true);
      return importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => ({ from, to: posix.normalize(posix.join(dirname(from), fileName)) }));
    }),
  );
  return { files: files.length, edges: edges.flat() };
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true }).catch(() => []);
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => `${folder}/${name}`);
}
