import { hex, utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { sha256 } from '../crypto/hash.ts';
import type { ProofContent } from './proof-shape.ts';

/** Hex SHA-256 of the canonical proof without its digest, so that damage anywhere shows, even in what nothing else covers. */
export function proofDigest(content: ProofContent): string {
  return hex(sha256(utf8(canonicalJson(content))));
}
