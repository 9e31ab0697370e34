import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VectorFile } from '../../../scripts/vectors/support/vector-file.ts';

/** The folder of the published vectors. */
export const vectorFolder = join(import.meta.dirname, '../../../docs/vectors');

/** A file of docs/vectors (or of another folder) as it is on disk; throws when it has nothing in it. */
export function readVectorFile(format: string, folder: string = vectorFolder): VectorFile {
  const file = JSON.parse(readFileSync(join(folder, `${format}.json`), 'utf8')) as VectorFile;
  if (file.format !== format) throw new Error(`${format}.json says it is ${file.format}`);
  if (!file.accept?.length) throw new Error(`${format}.json accepts nothing`);
  if (!file.refuse?.length && !file.refuse_note) throw new Error(`${format}.json refuses nothing`);
  return file;
}
