/** An escrow of the list: asked when an address is resolved, and polled for what it holds (address-messaging.md §3). */
export interface EscrowRecord {
  did: string;
  /** Its signing key (multibase) as first seen: another one is refused (threats.md B-02). */
  signingKey: string;
  from: 'own' | 'linked' | 'added';
  /** Milliseconds. */
  at: number;
}
