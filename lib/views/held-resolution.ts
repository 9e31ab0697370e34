import type { HeldResolution } from '../api/popup/popup-rpc.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { addressConversation } from '../domain/records/address-record.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { DecentrlError, LockedError } from '../errors/errors.ts';
import { parseDid } from '../protocol/did.ts';
import { didWebUrl } from '../protocol/did-web.ts';
import { checksumAddress } from '../wallets/checksum-address.ts';
import { usableAt } from '../wallets/fold-binding.ts';
import { recipientAddress } from '../wallets/recipient-address.ts';
import { defaultNotAfter, type Resolution, resolveAddress } from '../wallets/resolve-address.ts';
import { contactView, readContacts } from './contact-view.ts';
import { mediatorName } from './mediator-name.ts';

/** Says how a message to an address or name would travel, and who could read it; what stands in the way is in `problem`. */
export async function heldResolution(
  domain: ConnectedDomain,
  params: { to: string; chainId?: number },
): Promise<HeldResolution> {
  const to = params.to.trim();
  const nothing: HeldResolution = {
    to,
    address: '',
    checksummed: '',
    chainId: params.chainId ?? (await domain.chainSettings.get()).chainId,
    ensName: null,
    delivery: 'unreachable',
    readableBy: null,
    escrow: null,
    notAfter: null,
    inviteUrl: null,
    contact: null,
    conversationId: null,
    changedKey: null,
    contractWalletOn: null,
    problem: null,
  };
  try {
    const recipient = await recipientAddress(domain, to, params.chainId);
    const index = await domain.keyring.activeIndex();
    const resolution = await resolveAddress(domain, index, recipient);
    const { address, chainId, ensName } = recipient;
    const base = { ...nothing, address, chainId, ensName, checksummed: checksumAddress(address) };
    return { ...base, ...(await shown(domain, index, resolution)) };
  } catch (error) {
    if (!(error instanceof DecentrlError) || error instanceof LockedError) throw error;
    return { ...nothing, problem: error.message };
  }
}

async function shown(
  domain: ConnectedDomain,
  index: number,
  resolution: Resolution,
): Promise<Partial<HeldResolution>> {
  const { record, delivery } = resolution;
  const { pinned, candidate, address, chainId } = record;
  const begun = addressConversation(index, chainId, address);
  const [row, known, { looks }] = await Promise.all([
    domain.tables.conversations.get(begun),
    pinned === null
      ? undefined
      : domain.tables.contacts.get(contactKey(index, parseDid(pinned.did).signingKeyMultibase)),
    readContacts(domain),
  ]);
  return {
    delivery,
    contact: known === undefined ? null : contactView(known, looks, domain.clock.now()),
    conversationId: known?.conversationId ?? (row === undefined ? null : begun),
    changedKey:
      candidate === null
        ? null
        : { did: candidate.did, seenAt: candidate.firstSeenAt, usableAt: usableAt(candidate) },
    contractWalletOn: pinned?.kind === 'contract' ? pinned.chainId : null,
    problem: resolution.delivery === 'unreachable' ? resolution.problem : null,
    ...(resolution.delivery === 'held' ? heldBy(domain, resolution.escrow.did, address) : {}),
  };
}

function heldBy(domain: ConnectedDomain, escrow: string, address: string): Partial<HeldResolution> {
  return {
    escrow,
    readableBy: mediatorName(escrow),
    notAfter: defaultNotAfter(nowSeconds(domain)) * 1000,
    inviteUrl: `${didWebUrl(escrow).baseUrl}/invite#${address}`,
  };
}
