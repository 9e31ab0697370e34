import { hex } from '../../../lib/crypto/bytes.ts';
import type { ParsedDid } from '../../../lib/protocol/did.ts';

/** What a DID says, as vectors write it. */
export function didMembers({ did, alias, signingKey, preKey, mediatorDid }: ParsedDid) {
  return {
    did,
    alias,
    signing_key_hex: hex(signingKey),
    pre_key_hex: hex(preKey),
    mediator_did: mediatorDid,
  };
}
