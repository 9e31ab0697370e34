import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { type AddressRecord, addressKey } from '../domain/records/address-record.ts';
import { MediatorUnreachableError } from '../errors/errors.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { HELD_LIMITS } from '../protocol/wire.ts';
import { verifyBinding } from '../wallet-proof/verify-binding.ts';
import { type CheckedBinding, sameIdentity } from './check-binding.ts';
import { contractWallets } from './contract-wallets.ts';

const RECHECK_MS = HELD_LIMITS.contractWalletRecheck * 1000;

/**
 * Asks a contract wallet again whether it stands by the pinned key: every 24 hours, and at once with `always` (before a
 * hand-over). *No* is a changed key: nothing is sent until it stands by one again (address-messaging.md §1.12, B-12).
 */
export async function recheckWallet(
  domain: ConnectedDomain,
  record: AddressRecord,
  justVerified: readonly CheckedBinding[] = [],
  { always = false } = {},
): Promise<AddressRecord> {
  const { pinned } = record;
  if (pinned === null || pinned.kind === 'account') return record;
  const now = domain.clock.now();
  const isFresh = justVerified.some(({ known }) => sameIdentity(known, pinned));
  if (isFresh) return record.rejectedByWallet ? keep(domain, record, { rejectedByWallet: false }) : record;
  if (!always && now - pinned.checkedAt < RECHECK_MS) return record;
  try {
    await verifyBinding(pinned, contractWallets(domain.fetch, await domain.chainSettings.get()));
    return await keep(domain, record, { rejectedByWallet: false, pinned: { ...pinned, checkedAt: now } });
  } catch (error) {
    // The chain does not answer: nothing is known either way, and what was known stays.
    if (error instanceof MediatorUnreachableError) return record;
    if (!(error instanceof ProtocolError)) throw error;
    return keep(domain, record, { rejectedByWallet: true });
  }
}

function keep(
  domain: ConnectedDomain,
  record: AddressRecord,
  learned: Partial<AddressRecord>,
): Promise<AddressRecord> {
  const { identityIndex, chainId, address, pinned } = record;
  return change(domain, async (tx) => {
    const now = await tx.tables.addresses.get(addressKey(identityIndex, chainId, address));
    const isSame = now?.pinned != null && pinned !== null && sameIdentity(now.pinned, pinned);
    // Another key came while the wallet was asked: its answer was about the earlier one.
    if (now === undefined || !isSame) return now ?? record;
    const after = { ...now, ...learned };
    tx.put('addresses', after);
    return after;
  });
}
