import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';

const folder = join(import.meta.dirname, '../../../shared/vectors');

/** Tells whether the public vectors are beside the repository. */
export const hasSharedVectors = existsSync(folder);

/** Path of a file of the public vectors. */
export function sharedVectorPath(name: string): string {
  return join(folder, name);
}

/** A JSON file of the public vectors. */
export function readSharedVectors<T>(name: string): T {
  return JSON.parse(readFileSync(sharedVectorPath(name), 'utf8')) as T;
}

/** `describe`, reported as skipped where the public vectors are missing. */
export const describeVectors = describe.skipIf(!hasSharedVectors);
