import type { Agreer } from '../crypto/agreement.ts';
import type { Signer } from '../crypto/signature.ts';
import type { IdentityKeys } from './identity-keys.ts';
import type { Lease } from './lease.ts';

/** Signs only while the lease lasts. */
export function leaseSigner(signer: Signer, lease: Lease): Signer {
  return { publicKey: signer.publicKey, sign: (message) => lease.guard(() => signer.sign(message)) };
}

/** Agrees only while the lease lasts. */
export function leaseAgreer(agreer: Agreer, lease: Lease): Agreer {
  return {
    publicKey: agreer.publicKey,
    agree: (peerPublicKey) => lease.guard(() => agreer.agree(peerPublicKey)),
    derive: (peerPublicKey, use) => lease.guard(() => agreer.derive(peerPublicKey, use)),
  };
}

/** Puts every key of an identity under the lease. */
export function leaseIdentity(keys: IdentityKeys, lease: Lease): IdentityKeys {
  const leased = <T>(value: T): T => {
    lease.assert();
    return value;
  };
  return {
    index: keys.index,
    did: keys.did,
    signer: leaseSigner(keys.signer, lease),
    preKey: leaseAgreer(keys.preKey, lease),
    get store() {
      return leased(keys.store);
    },
    get tag() {
      return leased(keys.tag);
    },
    get indexKey() {
      return leased(keys.indexKey);
    },
  };
}
