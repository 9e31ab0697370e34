import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { METHOD_NAMES } from '../lib/api/method-names.ts';

const MODULE = fileURLToPath(new URL('../lib/api/method-names.ts', import.meta.url));

/**
 * Puts the names of the methods themselves in the place of what they derive from: the relay runs in every page, and the
 * facts of each method would make it a tenth larger.
 */
export function writeOutMethodNames(): Plugin {
  return {
    name: 'write-out-method-names',
    load: (id) => (id === MODULE ? `export const METHOD_NAMES = ${JSON.stringify(METHOD_NAMES)};` : null),
  };
}
