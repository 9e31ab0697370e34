import { hex } from '../../lib/crypto/bytes.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { fingerprint as fingerprintOf } from '../../lib/protocol/fingerprint.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  make({ did }: { did: string }) {
    const { signingKey } = parseDid(did);
    return {
      steps: { signing_key_hex: hex(signingKey), sha256_hex: hex(sha256(signingKey)) },
      output: { fingerprint: fingerprintOf(signingKey) },
    };
  },
});

/** Eight characters beside an alias. */
export async function fingerprint(): Promise<VectorFile> {
  const { alice, bob, carol, mediator } = personas;
  return {
    format: 'fingerprint',
    document: 'protocol.md §2.6',
    about: 'The head of the SHA-256 of a signing key, shown beside an alias.',
    operations: { make: 'The fingerprint of a DID.' },
    modules: ['lib/protocol/fingerprint.ts'],
    accept: await Promise.all([
      accept('Alice', 'make', { did: alice.did }),
      accept('Bob', 'make', { did: bob.did }),
      accept('Carol', 'make', { did: carol.did }),
    ]),
    refuse: [await refuse('what is no DID', 'make', { did: mediator.did }, 'Identities have fingerprints.')],
  };
}
