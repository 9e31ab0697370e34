import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../../lib/crypto/bytes.ts';

/**
 * Reads vectors in a folder. What is missing or holds nothing throws, so that no test passes because it had no cases: an
 * empty folder, file, list or object, and a Wycheproof group without tests.
 */
export function vectorsIn(folder: string) {
  const path = (name: string) => join(folder, name);

  function names(inner: string): string[] {
    const found = readdirSync(path(inner)).sort();
    if (found.length === 0) throw new Error(`${inner} is empty`);
    return found;
  }

  function bytes(name: string): Bytes {
    const read = new Uint8Array(readFileSync(path(name)));
    if (read.length === 0) throw new Error(`${name} is empty`);
    return read;
  }

  function text(name: string): string {
    const read = new TextDecoder('utf-8', { fatal: true }).decode(bytes(name));
    if (read.trim() === '') throw new Error(`${name} is empty`);
    return read;
  }

  function json<T>(name: string): T {
    const value: unknown = JSON.parse(text(name));
    assertFilled(value, name);
    return value as T;
  }

  return { path, names, bytes, text, json };
}

/** The public vectors in test/vectors/data. */
export const publicVectors = vectorsIn(join(import.meta.dirname, '../vectors/data'));

function assertFilled(value: unknown, name: string): void {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    throw new Error(`${name} has no cases`);
  if (!('testGroups' in value)) return;
  const groups = value.testGroups as { tests?: unknown[] }[];
  if (groups.length === 0 || groups.some(({ tests }) => !tests?.length))
    throw new Error(`${name} has a group without tests`);
}
