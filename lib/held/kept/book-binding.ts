import { type Domain, nowSeconds } from '../../domain/domain.ts';
import { addressKey } from '../../domain/records/address-record.ts';
import type { ContactRecord } from '../../domain/records/contact-record.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import { collectWrites } from '../../domain/writes.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { contractForSending } from '../../relationships/live-contract.ts';
import { bookBoundContact } from '../../wallets/bound-contact.ts';
import { type CheckedBinding, sameIdentity } from '../../wallets/check-binding.ts';
import { foldBinding } from '../../wallets/fold-binding.ts';
import { emptyAddress } from '../../wallets/resolve-address.ts';

/** Pins the binding and makes a contact of it; null when another key was known before and this one has to wait. Call inside `exclusively`. */
export async function bookBinding(
  domain: Domain,
  held: HeldSentRecord,
  binding: CheckedBinding,
  done: Map<string, string> = new Map(),
): Promise<string | null> {
  const key = addressKey(held.identityIndex, held.chainId, held.address);
  const before =
    (await domain.tables.addresses.get(key)) ?? emptyAddress(held.identityIndex, held, domain.clock.now());
  const { pinned, candidate } = foldBinding(before, binding, domain.clock.now());
  const isPinned = pinned !== null && sameIdentity(pinned, binding.known);
  if (done.get(key) === pinned?.did) return isPinned ? (pinned?.did ?? null) : null;
  const writes = collectWrites(domain);
  const contact = isPinned ? await bookBoundContact(domain, writes, held, pinned.did) : null;
  // The contract is the end of the hand-over: after a restore it may have been reached before.
  const isDone = contact !== null && (await hasContract(domain, contact));
  writes.put('addresses', { ...before, pinned, candidate, ...(isDone && { unfinishedSince: null }) });
  await writes.commit();
  if (pinned !== null) done.set(key, pinned.did);
  return isPinned ? pinned.did : null;
}

async function hasContract(domain: Domain, contact: ContactRecord): Promise<boolean> {
  const contracts = await contractsOf(domain, contact);
  return contractForSending(contracts, contact.did, nowSeconds(domain)) !== null;
}
