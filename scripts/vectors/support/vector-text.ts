import type { VectorFile } from './vector-file.ts';

/** The text of a vector file: two-space indent and a final newline; what is undefined is left out. */
export function vectorText(file: VectorFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
