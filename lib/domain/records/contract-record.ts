import type { SignedContract } from '../../protocol/contract.ts';

/** A contract both signed, as it lies in the store `contracts` under its id. */
export interface ContractRecord {
  /** Computed here, taken from nobody. */
  contractId: string;
  identityIndex: number;
  /** Multibase Ed25519 key of the counterparty, the key of the contact. */
  peerSigningKey: string;
  peerDid: string;
  signed: SignedContract;
  side: 'requestor' | 'recipient';
  /** Own ephemeral public key, multibase. */
  ownKey: string;
  /** The counterparty's ephemeral public key, multibase. */
  peerKey: string;
  /** Own ephemeral private key under the store sub-key; null once destroyed (`protocol.md` §7.4). */
  wrappedKey: string | null;
  status: 'active' | 'revoked';
  /** The peer's mediator does not accept it: nothing is sent under it any more, what arrives is still read. */
  refused: boolean;
  /** Milliseconds of the revocation, null while active. */
  revokedAt: number | null;
  /** Milliseconds when this device first had it. */
  createdAt: number;
}

/** Milliseconds at which the contract ends or ended. */
export function contractEnd(record: ContractRecord): number {
  const expiry = record.signed.contract.expires_at * 1000;
  return record.revokedAt === null ? expiry : Math.min(expiry, record.revokedAt);
}
