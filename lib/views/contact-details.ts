import type { BindingView, ContractView, PopupRpc } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import { parseDid } from '../protocol/did.ts';
import { safetyNumber } from '../protocol/safety-number.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { newestFirst } from '../relationships/live-contract.ts';
import { checksumAddress } from '../wallets/checksum-address.ts';
import { usableAt } from '../wallets/fold-binding.ts';
import { contactView, readContacts } from './contact-view.ts';
import { mediatorName } from './mediator-name.ts';

/** Everything about one contact but the sites that may write to it. */
export async function contactDetails(
  domain: Pick<Domain, 'keyring' | 'tables' | 'clock'>,
  contact: ContactRecord,
): Promise<Omit<PopupRpc['contact_get']['result'], 'sites'>> {
  const now = domain.clock.now();
  const [{ looks }, contracts, keys, conversation] = await Promise.all([
    readContacts(domain),
    contractsOf(domain, contact),
    domain.keyring.identity(contact.identityIndex),
    domain.tables.conversations.get(contact.conversationId),
  ]);
  return {
    contact: contactView(contact, looks, now),
    conversationId: conversation === undefined ? null : contact.conversationId,
    safetyNumber: safetyNumber(keys.did, parseDid(contact.did)),
    contracts: [...contracts].sort(newestFirst).map((one) => contractView(one, now)),
    bindings: await bindingsOf(domain, contact),
  };
}

function contractView({ contractId, signed, status }: ContractRecord, now: number): ContractView {
  const { timestamp, expires_at: expiresAt } = signed.contract;
  const lasting = expiresAt * 1000 > now ? 'active' : 'expired';
  return { contractId, status: status === 'revoked' ? 'revoked' : lasting, timestamp, expiresAt };
}

/** The wallets that were verified to answer under this identity. */
async function bindingsOf(
  domain: Pick<Domain, 'tables'>,
  { identityIndex, signingKey }: ContactRecord,
): Promise<BindingView[]> {
  const addresses = await domain.tables.addresses.getAll();
  return addresses.flatMap(({ identityIndex: index, address, chainId, pinned, candidate }) => {
    if (pinned === null || index !== identityIndex) return [];
    if (parseDid(pinned.did).signingKeyMultibase !== signingKey) return [];
    const { binding, did, kind, walletSignature } = pinned;
    return {
      address,
      checksummed: checksumAddress(address),
      chainId,
      did,
      escrowName: mediatorName(binding.escrow),
      contractWallet: kind === 'contract',
      issuedAt: binding.issuedAt,
      expiresAt: binding.expiresAt,
      walletSignature,
      changedKey:
        candidate === null
          ? null
          : { did: candidate.did, seenAt: candidate.firstSeenAt, usableAt: usableAt(candidate) },
    };
  });
}
