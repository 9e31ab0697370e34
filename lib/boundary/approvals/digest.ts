import { hex, utf8 } from '../../crypto/bytes.ts';
import { canonicalJson } from '../../crypto/canonical.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { StoredApproval } from './stored-approval.ts';

/** The members of an approval that are fixed before the person sees it. */
export type FrozenRequest = Omit<StoredApproval, 'digest' | 'callers' | 'choice'>;

/**
 * SHA-256 (hex) of the canonical JSON of everything the person decides about; a yes that names another digest is for
 * something else (security.md T-13, T-14). Throws `CryptoError` for what canonical JSON cannot hold.
 */
export function approvalDigest(request: FrozenRequest): string {
  const { approvalId, origin, method, kind, params, ask, firstTime, createdAt, expiresAt } = request;
  const frozen = { approvalId, origin, method, kind, params, ask, firstTime, createdAt, expiresAt };
  return hex(sha256(utf8(canonicalJson(frozen))));
}
