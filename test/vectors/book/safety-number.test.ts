import { concatBytes, hex } from '../../../lib/crypto/bytes.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { safetyNumber } from '../../../lib/protocol/safety-number.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ did: string; other_did: string }>('safety-number', {
  make({ did, other_did }) {
    const pair = [parseDid(did), parseDid(other_did)] as const;
    const inOrder = pair.toSorted((a, b) => Buffer.compare(a.signingKey, b.signingKey));
    const joined = concatBytes(
      ...inOrder.map(({ signingKey }) => signingKey),
      ...inOrder.map(({ preKey }) => preKey),
    );
    return {
      steps: { first_did: inOrder[0]!.did, joined_hex: hex(joined), sha256_hex: hex(sha256(joined)) },
      output: { safety_number: safetyNumber(...pair) },
    };
  },
});
