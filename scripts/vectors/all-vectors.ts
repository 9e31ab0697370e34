import type { VectorFile } from './support/vector-file.ts';

/** Format → its maker: a line each, in alphabetical order. */
export const allVectors: Record<string, () => Promise<VectorFile>> = {
  cid: async () => (await import('./cid.ts')).cid(),
  'ethereum-address': async () => (await import('./ethereum-address.ts')).ethereumAddress(),
  padding: async () => (await import('./padding.ts')).padding(),
};
