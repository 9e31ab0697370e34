/** Anchors: by which block a message existed, and where that is read. Times are milliseconds. */
import type { Facts } from './facts.ts';

/** What is known of one anchored CID of a message. */
export interface AnchorEntryView {
  /** `held`: the record the escrow could read; `re-encrypted`: the record in its place; `stored`: an own stored event. */
  what: 'held' | 're-encrypted' | 'stored';
  cid: string;
  state: 'anchored' | 'not-yet' | 'unknown' | 'off';
  /** Sentence for `unknown` and `off`. */
  because: string | null;
  chainId: number | null;
  contract: string | null;
  /** Number of the index file in the contract's list, and of the CID in the file. */
  entry: number | null;
  position: number | null;
  indexCid: string | null;
  block: number | null;
  blockHash: string | null;
  /** As the endpoints state it. */
  blockTime: number | null;
  tx: string | null;
  /** Hosts of the endpoints that agreed. */
  endpoints: string[];
  /** How the list was read: `getter`, `storage`, … */
  how: string | null;
  checkedAt: number | null;
  /** A list that was shorter than before, or another warning; sentence or null. */
  warning: string | null;
}

/** Where anchors are read, and what else wallet addresses need. */
export interface ChainSettings {
  /** The chain of the anchors; 137 is Polygon. An endpoint that serves another one is not asked again. */
  chainId: number;
  /** Endpoints of that chain, 1 to 9; of three two must agree. */
  rpcUrls: string[];
  /** Contract that lists the index files; null: the one the escrow names. */
  contract: string | null;
  /** Storage slot of its list; null: probed. */
  slot: number | null;
  /** IPFS gateways, up to 9, asked in this order; each block is hashed. */
  gateways: string[];
  /** Endpoints of further chains on which contract wallets may answer, by chain id in decimals. */
  chains: Record<string, string>;
  /** Endpoint for ENS names; null switches them off. */
  ensRpcUrl: string | null;
}

/** What the popup asks about anchors, by method. */
export interface AnchorsRpc {
  /** Anchor state of every CID of a message, read now. */
  anchor_get: { params: { messageId: string }; result: { entries: AnchorEntryView[] } };
  /** The proof of a message as the text of a JSON file. Throws 4318 when it cannot be made. */
  anchor_exportProof: { params: { messageId: string }; result: { fileName: string; json: string } };
  anchor_settingsGet: { params: undefined; result: ChainSettings & { defaults: ChainSettings } };
  anchor_settingsSet: { params: { settings: Partial<ChainSettings> }; result: ChainSettings };
}

/** What is true of these methods. */
export const anchors = {
  // Asks the chain, so it is asked by a person, not by a push.
  anchor_get: { needs: 'unlocked', person: false, repeatable: true, topics: [] },
  anchor_exportProof: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  anchor_settingsGet: { needs: 'unlocked', person: false, repeatable: true, topics: ['settings'] },
  anchor_settingsSet: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<AnchorsRpc>;
