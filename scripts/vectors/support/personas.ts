import { type Agreer, agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { type Signer, signerFromSeed } from '../../../lib/crypto/signature.ts';
import { formatDid } from '../../../lib/protocol/did.ts';

/** Somebody who signs and agrees: an identity, or a mediator with its `did:web`. */
export interface Persona {
  did: string;
  signingSeed: Bytes;
  preKeySeed: Bytes;
  signer: Signer;
  preKey: Agreer;
}

/** An identity with the ephemeral key of its contract. */
export interface Identity extends Persona {
  alias: string;
  ephemeralSeed: Bytes;
  ephemeral: Agreer;
}

const MEDIATOR = 'did:web:mediator.example';

const seedOf = (byte: number): Bytes => new Uint8Array(32).fill(byte);

function persona(did: string, signing: number, preKey: number): Persona {
  const [signingSeed, preKeySeed] = [seedOf(signing), seedOf(preKey)];
  return {
    did,
    signingSeed,
    preKeySeed,
    signer: signerFromSeed(signingSeed),
    preKey: agreerFromSeed(preKeySeed),
  };
}

function identity(alias: string, signing: number, preKey: number, ephemeral: number): Identity {
  const made = persona('', signing, preKey);
  const keys = { signingKey: made.signer.publicKey, preKey: made.preKey.publicKey };
  const ephemeralSeed = seedOf(ephemeral);
  return {
    ...made,
    did: formatDid({ alias, ...keys, mediatorDid: MEDIATOR }),
    alias,
    ephemeralSeed,
    ephemeral: agreerFromSeed(ephemeralSeed),
  };
}

/** Everybody in the vectors, the same in all files: keys are 32 times one byte. `baseTime` is whole seconds. */
export const personas = {
  baseTime: 1_700_000_000,
  alice: { ...identity('alice', 0x01, 0x02, 0x03), storageKey: seedOf(0x07) },
  bob: { ...identity('bob', 0x04, 0x05, 0x06), storageKey: seedOf(0x08) },
  /** Neither Alice nor Bob. */
  carol: identity('carol', 0x0b, 0x0c, 0x0d),
  mediator: persona(MEDIATOR, 0x09, 0x0a),
  escrow: { ...persona('did:web:escrow.example', 0x0e, 0x0f), epochMaster: seedOf(0x10) },
  /** Private keys of secp256k1. */
  wallet: { privateKey: seedOf(0x11) },
  secondWallet: { privateKey: seedOf(0x12) },
};
