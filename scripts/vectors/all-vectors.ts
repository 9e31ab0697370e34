import type { VectorFile } from './support/vector-file.ts';

/** Format → its maker: a line each, in alphabetical order. */
export const allVectors: Record<string, () => Promise<VectorFile>> = {
  cid: async () => (await import('./cid.ts')).cid(),
  'epoch-key': async () => (await import('./epoch-key.ts')).epochKey(),
  'ethereum-address': async () => (await import('./ethereum-address.ts')).ethereumAddress(),
  'inner-message': async () => (await import('./inner-message.ts')).innerMessage(),
  padding: async () => (await import('./padding.ts')).padding(),
  room: async () => (await import('./room.ts')).room(),
  share: async () => (await import('./share.ts')).share(),
};
