import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a page of `measureLoads` reads where such an extension is: milliseconds of the page's thread from the begin of the
 * first of its two scripts to the end of the second.
 */
export const READ_MARKS =
  'Math.max(__marks[1], sessionStorage.markedTo) - Math.min(__marks[0], sessionStorage.markedFrom)';

/** Copies an unpacked extension and has its two content scripts note when they begin and end. */
export async function writeMarkedExtension(
  from: string,
  folder: string,
  { main, isolated }: { main: string; isolated: string },
): Promise<void> {
  await cp(from, folder, { recursive: true });
  await mark(join(folder, main), 'var __marks = [from, to];');
  // Storage is what the two worlds share; opening it takes longer than either script, so it comes after the marks.
  await mark(join(folder, isolated), 'sessionStorage.markedFrom = from; sessionStorage.markedTo = to;');
}

async function mark(file: string, note: string): Promise<void> {
  const script = await readFile(file, 'utf8');
  await writeFile(file, `var from = performance.now();\n${script}\n;var to = performance.now(); ${note}`);
}
