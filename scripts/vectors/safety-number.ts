import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { concatBytes, hex } from '../../lib/crypto/bytes.ts';
import { sha256 } from '../../lib/crypto/hash.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { formatDid, parseDid } from '../../lib/protocol/did.ts';
import { safetyNumber as numberOf } from '../../lib/protocol/safety-number.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import type { VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  make({ did, other_did }: { did: string; other_did: string }) {
    const [a, b] = [parseDid(did), parseDid(other_did)];
    const [first, second] = hex(a.signingKey) < hex(b.signingKey) ? [a, b] : [b, a];
    const joined = concatBytes(first.signingKey, second.signingKey, first.preKey, second.preKey);
    return {
      steps: { first_did: first.did, joined_hex: hex(joined), sha256_hex: hex(sha256(joined)) },
      output: { safety_number: numberOf(a, b) },
    };
  },
});

const { alice, bob, carol, mediator } = personas;

/** The first of made-up identities whose number with Alice begins with a zero. */
function withLeadingZero(): string {
  for (let count = 0; ; count++) {
    const did = formatDid({
      alias: null,
      signingKey: signerFromSeed(seededBytes(`safety number ${count}`, 32)).publicKey,
      preKey: agreerFromSeed(seededBytes(`safety number pre-key ${count}`, 32)).publicKey,
      mediatorDid: mediator.did,
    });
    if (numberOf(parseDid(alice.did), parseDid(did)).startsWith('0')) return did;
  }
}

/** Digits that two people compare. */
export async function safetyNumber(): Promise<VectorFile> {
  const pair = (name: string, did: string, other_did: string) => accept(name, 'make', { did, other_did });
  const [, , , signing, preKey] = bob.did.split(':');
  return {
    format: 'safety-number',
    document: 'protocol.md §2.6',
    about: 'Sixty digits over the four public keys of two identities, the same on both sides.',
    operations: { make: 'The safety number of two DIDs, in whichever order they are given.' },
    modules: ['lib/protocol/safety-number.ts'],
    accept: await Promise.all([
      pair('Alice and Bob', alice.did, bob.did),
      pair('Bob and Alice: the same', bob.did, alice.did),
      pair('Alice and Carol', alice.did, carol.did),
      pair(
        'neither alias nor mediator count',
        alice.did,
        `did:decentrl:${signing}:${preKey}:ZGlkOndlYjpvdGhlci5leGFtcGxl`,
      ),
      pair('zeros at the beginning are written', alice.did, withLeadingZero()),
    ]),
    refuse: await Promise.all([
      refuse('what is no DID', 'make', { did: alice.did, other_did: mediator.did }, 'Both are identities.'),
    ]),
  };
}
