/** An escrow of the list: asked when an address is resolved, and polled for what it holds (address-messaging.md §2.1). */
export interface EscrowRecord {
  did: string;
  /** Its signing key (multibase) as first seen: another one is refused (security.md B-02). */
  signingKey: string;
  /** `seen`: only its key is remembered; the own mediator needs no more. The others are the list. */
  from: 'seen' | 'linked' | 'added';
  /** Milliseconds. */
  at: number;
}
