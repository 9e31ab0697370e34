import type { AnchorReason } from './anchor-error.ts';

/** How the list was read: storage by proof against the header, or a getter or storage that enough endpoints agree on. */
export type AnchorHow = 'proof' | 'getter' | 'storage';

/** What the list did that an honest one never does; kept, and shown with everything read from it. */
export type AnchorWarning = 'list-shrunk' | 'list-rewritten' | 'not-append-only';

/** The transaction that listed a CID. A statement of endpoints that agree, not proven. */
export interface StoredIn {
  block: number;
  /** Lower-case hex with 0x. */
  tx: string;
  /** Whole seconds. */
  time: number;
}

/** The CID is listed: these bytes existed by `block`, and the owner's key listed them. Nothing about who wrote them. */
export interface Anchored {
  state: 'anchored';
  /** Normalised. */
  cid: string;
  chainId: number;
  contract: string;
  /** Number of the index file in the contract's list, from 0. */
  entry: number;
  /** Number of the CID in the index file, from 0, in its order. */
  position: number;
  indexCid: string;
  /** Finalized block at which the entry was first read. */
  block: number;
  blockHash: string;
  /** Whole seconds, of that block. */
  blockTime: number;
  /** Of `storedIn`. */
  tx?: string;
  storedIn?: StoredIn;
  /** Hosts that agreed, or whose proof was verified. */
  endpoints: string[];
  how: AnchorHow;
  warning?: AnchorWarning;
}

/** What the chain says of a CID. Only `anchored` may be shown as a mark. */
export type AnchorState =
  | Anchored
  /** Not in any index file of the list as it was at `checkedAt` (whole seconds). */
  | { state: 'notYet'; checkedAt: number; warning?: AnchorWarning }
  | { state: 'unknown'; because: AnchorReason; warning?: AnchorWarning };
