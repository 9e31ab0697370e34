import type { Block } from '../store/blocks/insert-block.ts';

/** The node that gives published blocks to the IPFS network: ours, or a Kubo daemon beside us. */
export interface IpfsNode {
  /** Which node has a block, as kept with the block: another name means that it has to be handed over again. */
  readonly name: string;
  /** Multiaddrs under which it can be dialled; empty where they are not ours to know. */
  addresses(): string[];
  /** Gives it a block; again is harmless. Rejects when the node did not take it. */
  take(block: Block): Promise<void>;
  stop(): Promise<void>;
}
