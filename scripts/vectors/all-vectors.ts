import type { VectorFile } from './support/vector-file.ts';

/** Format → its maker: a line each, in alphabetical order. */
export const allVectors: Record<string, () => Promise<VectorFile>> = {
  'canonical-json': async () => (await import('./canonical-json.ts')).canonicalJson(),
  cid: async () => (await import('./cid.ts')).cid(),
  encodings: async () => (await import('./encodings.ts')).encodings(),
  'epoch-key': async () => (await import('./epoch-key.ts')).epochKey(),
  'ethereum-address': async () => (await import('./ethereum-address.ts')).ethereumAddress(),
  'inner-message': async () => (await import('./inner-message.ts')).innerMessage(),
  multikey: async () => (await import('./multikey.ts')).multikey(),
  padding: async () => (await import('./padding.ts')).padding(),
  room: async () => (await import('./room.ts')).room(),
  share: async () => (await import('./share.ts')).share(),
};
