import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { formatDid } from '../../../lib/protocol/did.ts';
import { type Persona, personas } from '../support/personas.ts';

const ELSEWHERE = 'did:web:elsewhere.example';

function served(alias: string, mediatorDid: string, signingSeed: Bytes, preKeySeed: Bytes): Persona {
  const signer = signerFromSeed(signingSeed);
  const preKey = agreerFromSeed(preKeySeed);
  const did = formatDid({ alias, signingKey: signer.publicKey, preKey: preKey.publicKey, mediatorDid });
  return { did, signingSeed, preKeySeed, signer, preKey };
}

const { alice, bob, carol } = personas;
const seedOf = (byte: number): Bytes => new Uint8Array(32).fill(byte);

/** Who talks to the mediator in scenarios. Alice, Bob and Carol are those of all vectors, and their DIDs name it. */
export const people = {
  alice,
  bob,
  carol,
  /** His DID names another mediator. */
  dave: served('dave', ELSEWHERE, seedOf(0x21), seedOf(0x22)),
  /** Alice's keys under a DID that names another mediator. */
  alice_elsewhere: served('alice', ELSEWHERE, alice.signingSeed, alice.preKeySeed),
  /** Alice's signing key under a DID that names another mediator and another pre-key. */
  alice_anew: served('alice', ELSEWHERE, alice.signingSeed, seedOf(0x23)),
} satisfies { [name: string]: Persona };

/** A name in `people`. */
export type Person = keyof typeof people;
