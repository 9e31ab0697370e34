/** Escrows: those that are asked who answers for a wallet, and hold what is written to it. */
import type { Did } from '../decentrl-rpc.ts';
import type { Facts } from './facts.ts';

/** A mediator that holds messages for wallets, as screens show it. */
export interface EscrowView {
  did: Did;
  /** Its host. */
  name: string;
  /** `own`: our mediator is an escrow too; `linked`: a wallet is linked there; `added`: by the person. */
  from: 'own' | 'linked' | 'added';
  identityIndex: number | null;
  problem: string | null;
}

/** What the popup asks about escrows, by method. */
export interface EscrowsRpc {
  escrows_list: { params: undefined; result: EscrowView[] };
  /** A DID, host or URL of a mediator that is an escrow. */
  escrows_add: { params: { escrow: string }; result: EscrowView };
  escrows_remove: { params: { escrow: Did }; result: null };
}

/** What is true of these methods. */
export const escrows = {
  escrows_list: { needs: 'unlocked', person: false, repeatable: true, topics: ['settings', 'wallets'] },
  escrows_add: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  escrows_remove: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
} as const satisfies Facts<EscrowsRpc>;
