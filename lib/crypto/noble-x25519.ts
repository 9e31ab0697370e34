import { pow } from '@noble/curves/abstract/modular.js';
import { montgomery } from '@noble/curves/abstract/montgomery.js';

const P = 2n ** 255n - 19n;

/**
 * X25519 (RFC 7748) by noble's Montgomery ladder. `@noble/curves/ed25519.js` has the same, but brings Edwards curves with
 * it for a faster public key. `getSharedSecret` throws for a peer key that contributes nothing.
 */
export const x25519 = /* @__PURE__ */ montgomery({
  P,
  type: 'x25519',
  // By Fermat and not by Euclid: the exponent is known to all, and so is the time it takes.
  powPminus2: (x) => pow(x, P - 2n, P),
  adjustScalarBytes(bytes: Uint8Array) {
    bytes[0] = (bytes[0] as number) & 248;
    bytes[31] = ((bytes[31] as number) & 127) | 64;
    return bytes;
  },
});
