import type { VectorFile } from './support/vector-file.ts';

/** Format → its maker: a line each, in alphabetical order. */
export const allVectors: Record<string, () => Promise<VectorFile>> = {
  padding: async () => (await import('./padding.ts')).padding(),
};
