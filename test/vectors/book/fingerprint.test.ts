import { hex } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { fingerprint } from '../../../lib/protocol/fingerprint.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ did: string }>('fingerprint', {
  make({ did }) {
    const { signingKey } = parseDid(did);
    return {
      steps: { signing_key_hex: hex(signingKey), sha256_hex: hex(sha256(signingKey)) },
      output: { fingerprint: fingerprint(signingKey) },
    };
  },
});
