/** Where anchors are read; all of it is the person's to change. */
export interface AnchorSettings {
  /** EIP-155 id; an endpoint that serves another chain is not asked again. */
  chainId: number;
  /** Three, two of which must agree. The same URL twice is one voice. */
  rpcUrls: readonly string[];
  /** Lower-case address of the contract that lists index files, null while none is known. */
  contract: string | null;
  /** Storage slot of its list; null: found by trying 0 to 10. */
  slot: number | null;
  /** Origins of trustless IPFS gateways, asked for `/ipfs/{cid}?format=raw`, in this order. */
  gateways: readonly string[];
}

/**
 * Polygon by three public endpoints of different operators, and gateways that give single blocks without a redirect.
 * None of them is trusted: endpoints must agree or prove, and every block is hashed (address-messaging.md §5).
 */
export const DEFAULT_ANCHOR_SETTINGS: AnchorSettings = {
  chainId: 137,
  rpcUrls: ['https://polygon-bor-rpc.publicnode.com', 'https://polygon.drpc.org', 'https://1rpc.io/matic'],
  contract: null,
  slot: null,
  gateways: ['https://trustless-gateway.link', 'https://ipfs.io', 'https://ipfs.filebase.io'],
};
