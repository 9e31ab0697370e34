/**
 * Who answers for a wallet address, and how a message would travel.
 *
 * Invariant: once a binding was verified here, the address is end to end or unreachable, never held again, whatever an
 * escrow says; and a changed key is used by nobody before its time (address-messaging.md §2.3, B-15, B-16).
 */
import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { type AddressRecord, addressKey } from '../domain/records/address-record.ts';
import { emptyAddress } from '../domain/records/empty-address.ts';
import type { Tx } from '../domain/tx.ts';
import { parseDid } from '../protocol/did.ts';
import { HELD_LIMITS } from '../protocol/wire.ts';
import { askEscrow, type ChainAddress, type EscrowAnswer } from './ask-escrow.ts';
import { escrowsOf } from './escrow-list.ts';
import { foldBinding, settleCandidate } from './fold-binding.ts';
import { recheckWallet } from './recheck-wallet.ts';

/** How a message to an address travels now. */
export type Resolution = { record: AddressRecord } & (
  | { delivery: 'e2ee'; peerDid: string }
  | { delivery: 'held'; escrow: { did: string; kid: string; publicKey: string } }
  | { delivery: 'self' }
  | { delivery: 'unreachable'; problem: string }
);

const SENTENCES = {
  noEscrow: 'No escrow is known that could hold a message. Add one in the settings.',
  silent: 'No escrow could be asked. Try again later.',
  changed:
    'Another key answers for this wallet now. It is used when 24 hours have passed; ask them by another way.',
  rejected: 'This wallet no longer stands by the key it was linked to.',
  gone: 'This wallet was linked once and is not any more. Messages to it cannot be held.',
} as const;

/** Asks every escrow of the list, remembers what holds, and decides. Throws LockedError. */
export async function resolveAddress(
  domain: ConnectedDomain,
  identityIndex: number,
  target: ChainAddress,
): Promise<Resolution> {
  const keys = await domain.keyring.identity(identityIndex);
  const escrows = await escrowsOf(domain, keys);
  const answers = await Promise.all(escrows.map((escrow) => askEscrow(domain, keys, escrow, target)));
  const found = answers.flatMap((answer) => (answer.says === 'bound' ? [answer.binding] : []));
  const folded = await change(domain, (tx) => foldAnswers(tx, identityIndex, target, found));
  const record = await recheckWallet(domain, folded, found);
  return decide(domain, record, answers);
}

/** Folds verified bindings into the row of an address, which is put when something changed. */
export async function foldAnswers(
  tx: Tx,
  identityIndex: number,
  target: ChainAddress,
  found: readonly Parameters<typeof foldBinding>[1][],
): Promise<AddressRecord> {
  const known = await tx.tables.addresses.get(addressKey(identityIndex, target.chainId, target.address));
  const now = tx.clock.now();
  const before = known ?? emptyAddress(identityIndex, target, now);
  let bindings = settleCandidate(before, now);
  for (const one of found) bindings = foldBinding(bindings, one, now);
  const after: AddressRecord = { ...before, pinned: bindings.pinned, candidate: bindings.candidate };
  if (found.length > 0 || after.pinned !== before.pinned) tx.put('addresses', after);
  return after;
}

async function decide(
  domain: ConnectedDomain,
  record: AddressRecord,
  answers: readonly EscrowAnswer[],
): Promise<Resolution> {
  const { pinned, candidate } = record;
  const unreachable = (problem: string): Resolution => ({ record, delivery: 'unreachable', problem });
  if (candidate !== null) return unreachable(SENTENCES.changed);
  if (pinned !== null) {
    const { signingKeyMultibase } = parseDid(pinned.did);
    const profiles = await domain.keyring.profiles();
    if (profiles.some((own) => own.signingKey === signingKeyMultibase)) return { record, delivery: 'self' };
    if (record.rejectedByWallet) return unreachable(SENTENCES.rejected);
    const isShown = answers.some((answer) => answer.says === 'bound');
    // The escrow a binding is for is the one where it is taken back; another's "none" says nothing.
    const own = answers.find(({ escrow }) => escrow === pinned.binding.escrow);
    if (!isShown && (own?.says === 'gone' || own?.says === 'none')) return unreachable(SENTENCES.gone);
    return { record, delivery: 'e2ee', peerDid: pinned.did };
  }
  if (answers.length === 0) return unreachable(SENTENCES.noEscrow);
  if (answers.some((answer) => answer.says === 'gone')) return unreachable(SENTENCES.gone);
  const free = answers.find((answer) => answer.says === 'none');
  if (free === undefined) {
    const [silent] = answers.flatMap((answer) => (answer.says === 'silent' ? [answer.problem] : []));
    return unreachable(silent ?? SENTENCES.silent);
  }
  return { record, delivery: 'held', escrow: { did: free.escrow, ...free.epoch } };
}

/** Whole seconds, when a message sealed now is deleted unread. */
export function defaultNotAfter(nowSeconds: number): number {
  return nowSeconds + HELD_LIMITS.defaultHold;
}
