import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import type { Escrow } from '../escrow/escrow.ts';
import { verifyBinding } from '../escrow/wallet-checks.ts';
import type { Tx } from '../store/database/schema.ts';
import type { BindingRow } from '../store/held/binding-row.ts';
import { closeBinding } from '../store/held/close-binding.ts';
import { setBindingChecked } from '../store/held/set-binding-checked.ts';
import { boundWalletOf } from './bound-wallet-of.ts';

/** What asking a wallet again gave: whether it still confirms the binding. */
export interface Recheck {
  bindingId: number;
  holds: boolean;
  /** False for an account, whose signature cannot end: nobody was asked, and nothing is written down. */
  asked: boolean;
}

/** Asks the wallet of a binding again; an account's signature cannot end. Rejects with the endpoint's error when it cannot tell. */
export async function recheckBinding(row: BindingRow, wallets: Escrow['wallets']): Promise<Recheck> {
  if (row.proof === 'account') return { bindingId: row.id, holds: true, asked: false };
  try {
    await verifyBinding(boundWalletOf(row), wallets);
    return { bindingId: row.id, holds: true, asked: true };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { bindingId: row.id, holds: false, asked: true };
  }
}

/** Writes down what a wallet answered; a binding it does not confirm is closed (address-messaging.md §1.12, B-12). */
export async function noteRecheck(tx: Tx, { bindingId, holds, asked }: Recheck, now: number): Promise<void> {
  if (!holds) await closeBinding(tx, bindingId, now);
  else if (asked) await setBindingChecked(tx, bindingId, now);
}
