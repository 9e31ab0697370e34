import type { BindingView, ContractView } from '../../../api/popup/popup-rpc.ts';
import type { ContactRecord } from '../../../domain/records/contact-record.ts';
import type { ContractRecord } from '../../../domain/records/contract-record.ts';
import { parseDid } from '../../../protocol/did.ts';
import { safetyNumber } from '../../../protocol/safety-number.ts';
import { contractsOf } from '../../../relationships/contracts-of.ts';
import { findContact } from '../../../relationships/find-conversation.ts';
import { newestFirst } from '../../../relationships/live-contract.ts';
import { contactView, readContacts } from '../../../views/contact-view.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { checksumAddress } from '../../../wallets/checksum-address.ts';
import { usableAt } from '../../../wallets/fold-binding.ts';
import type { App } from '../../app/app.ts';
import { caveatStrings } from '../../permissions/caveats.ts';
import { siteView } from '../../permissions/site-view.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Everything about one contact. Throws NotFoundError. */
export const contactGet: PopupHandler<'contact_get', App> = async (app, { signingKey }) => {
  const contact = await findContact(app, signingKey);
  const now = app.clock.now();
  const [{ looks }, contracts, keys, conversation, sites] = await Promise.all([
    readContacts(app),
    contractsOf(app, contact),
    app.keyring.identity(contact.identityIndex),
    app.tables.conversations.get(contact.conversationId),
    sitesWith(app, [contact.conversationId, contact.did]),
  ]);
  return {
    contact: contactView(contact, looks, now),
    conversationId: conversation === undefined ? null : contact.conversationId,
    safetyNumber: safetyNumber(keys.did, parseDid(contact.did)),
    contracts: [...contracts].sort(newestFirst).map((one) => contractView(one, now)),
    bindings: await bindingsOf(app, contact),
    sites,
  };
};

function contractView({ contractId, signed, status }: ContractRecord, now: number): ContractView {
  const { timestamp, expires_at: expiresAt } = signed.contract;
  const lasting = expiresAt * 1000 > now ? 'active' : 'expired';
  return { contractId, status: status === 'revoked' ? 'revoked' : lasting, timestamp, expiresAt };
}

/** The wallets that were verified to answer under this identity. */
async function bindingsOf(app: App, { identityIndex, signingKey }: ContactRecord): Promise<BindingView[]> {
  const addresses = await app.tables.addresses.getAll();
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

/** Sites with a live permission that names one of these. */
async function sitesWith(app: App, names: readonly string[]) {
  const [sites, identities] = await Promise.all([app.grants.sites(), app.identityViews()]);
  return sites
    .map((site) => siteView(site, identities, app.clock.now()))
    .filter(({ permissions }) =>
      permissions.some(({ caveats }) =>
        [...caveatStrings(caveats, 'contracts'), ...caveatStrings(caveats, 'peers')].some((one) =>
          names.includes(one),
        ),
      ),
    );
}
