import { nowSeconds } from '../../domain/now-seconds.ts';
import { addressKey } from '../../domain/records/address-record.ts';
import type { ContactRecord } from '../../domain/records/contact-record.ts';
import { emptyAddress } from '../../domain/records/empty-address.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { contractForSending } from '../../relationships/live-contract.ts';
import { bookBoundContact } from '../../wallets/book-bound-contact.ts';
import { type CheckedBinding, sameIdentity } from '../../wallets/check-binding.ts';
import { foldBinding } from '../../wallets/fold-binding.ts';

/** Pins the binding and makes a contact of it; null when another key was known before and this one has to wait. */
export async function bookBinding(
  tx: Tx,
  held: HeldSentRecord,
  binding: CheckedBinding,
): Promise<string | null> {
  const key = addressKey(held.identityIndex, held.chainId, held.address);
  const now = tx.clock.now();
  const before = (await tx.tables.addresses.get(key)) ?? emptyAddress(held.identityIndex, held, now);
  const { pinned, candidate } = foldBinding(before, binding, now);
  const isPinned = pinned !== null && sameIdentity(pinned, binding.known);
  const contact = isPinned ? await bookBoundContact(tx, held, pinned.did) : null;
  // The contract is the end of the hand-over: after a restore it may have been reached before.
  const isDone = contact !== null && (await hasContract(tx, contact));
  tx.put('addresses', { ...before, pinned, candidate, ...(isDone && { unfinishedSince: null }) });
  return isPinned ? pinned.did : null;
}

async function hasContract(tx: Tx, contact: ContactRecord): Promise<boolean> {
  const contracts = await contractsOf(tx, contact);
  return contractForSending(contracts, contact.did, nowSeconds(tx)) !== null;
}
