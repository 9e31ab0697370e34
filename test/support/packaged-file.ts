import { readFile } from 'node:fs/promises';
import type { PackagedFile } from '../../lib/platform/packaged-file.ts';

/** Reads packaged files from where the build takes them. */
export const packagedFile: PackagedFile = async (name) =>
  new Uint8Array(await readFile(new URL(`../../public/data/${name}`, import.meta.url)));
