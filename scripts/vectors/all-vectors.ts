import type { VectorFile } from './support/vector-file.ts';

/** Format → its maker: a line each, in alphabetical order. */
export const allVectors: Record<string, () => Promise<VectorFile>> = {
  agreement: async () => (await import('./agreement.ts')).agreement(),
  binding: async () => (await import('./binding.ts')).binding(),
  'canonical-json': async () => (await import('./canonical-json.ts')).canonicalJson(),
  cid: async () => (await import('./cid.ts')).cid(),
  command: async () => (await import('./command.ts')).command(),
  contract: async () => (await import('./contract.ts')).contract(),
  did: async () => (await import('./did.ts')).did(),
  encodings: async () => (await import('./encodings.ts')).encodings(),
  encryption: async () => (await import('./encryption.ts')).encryption(),
  'epoch-key': async () => (await import('./epoch-key.ts')).epochKey(),
  'ethereum-address': async () => (await import('./ethereum-address.ts')).ethereumAddress(),
  fingerprint: async () => (await import('./fingerprint.ts')).fingerprint(),
  'handed-record': async () => (await import('./handed-record.ts')).handedRecord(),
  'held-record': async () => (await import('./held-record.ts')).heldRecord(),
  'inner-message': async () => (await import('./inner-message.ts')).innerMessage(),
  'key-derivation': async () => (await import('./key-derivation.ts')).keyDerivation(),
  multikey: async () => (await import('./multikey.ts')).multikey(),
  padding: async () => (await import('./padding.ts')).padding(),
  'resolved-address': async () => (await import('./resolved-address.ts')).resolvedAddress(),
  room: async () => (await import('./room.ts')).room(),
  'safety-number': async () => (await import('./safety-number.ts')).safetyNumber(),
  'sealed-json': async () => (await import('./sealed-json.ts')).sealedJson(),
  share: async () => (await import('./share.ts')).share(),
  signature: async () => (await import('./signature.ts')).signature(),
};
