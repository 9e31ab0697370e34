import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { type LinkedWallet, type WalletRecord, walletKey } from '../domain/records/wallet-record.ts';
import { InvalidParamsError, NotFoundError } from '../errors/errors.ts';
import { type BoundWallet, signBindingStatement, signSuccession } from '../protocol/binding.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { verifyBinding, type WalletProof } from '../wallet-proof/verify-binding.ts';
import type { ChainAddress } from './ask-escrow.ts';
import { contractWallets } from './contract-wallets.ts';
import { foldAnswers } from './resolve-address.ts';

/**
 * Takes the wallet's signature over what `prepareLink` gave, adds the DID's own and, where another identity of ours was
 * linked, that one's word, and registers all at the escrow, which joins the list. The same signature again gives the same.
 * Throws InvalidParamsError for a signature that is not this wallet's over this, NotFoundError when nothing was prepared.
 */
export async function completeLink(
  domain: ConnectedDomain,
  identityIndexes: readonly number[],
  target: ChainAddress,
  walletSignature: string,
): Promise<WalletRecord & { linked: LinkedWallet }> {
  const wallets = await walletsOf(domain, target);
  const own = wallets.filter(({ identityIndex }) => identityIndexes.includes(identityIndex));
  const done = own.find(({ linked }) => linked?.walletSignature === walletSignature);
  if (done?.linked != null) return { ...done, linked: done.linked };
  const [waiting] = own
    .filter(({ prepared }) => prepared !== null)
    .sort((a, b) => (b.prepared?.at ?? 0) - (a.prepared?.at ?? 0));
  if (waiting?.prepared == null) throw new NotFoundError('Nothing waits for a signature of this wallet.');
  const bound = { binding: waiting.prepared.binding, chainId: target.chainId, walletSignature };
  const { kind } = await provenBy(domain, bound);
  const keys = await domain.keyring.identity(waiting.identityIndex);
  const didSignature = await signBindingStatement(bound, keys.signer);
  const { effective_at } = await domain.commands.send<'REGISTER_ADDRESS_BINDING'>(keys, waiting.escrow, {
    channel: 'DIRECT_AUTHENTICATED',
    recipientDid: waiting.escrow,
    payload: {
      type: 'REGISTER_ADDRESS_BINDING',
      binding: bound.binding,
      chain_id: target.chainId,
      wallet_signature: walletSignature,
      did_signature: didSignature,
      ...(await succession(domain, bound, waiting, wallets)),
    },
  });
  const linked: LinkedWallet = {
    binding: bound.binding,
    walletSignature,
    didSignature,
    kind,
    effectiveAt: effective_at,
    at: domain.clock.now(),
  };
  await keep(domain, waiting, linked);
  return { ...waiting, prepared: null, linked };
}

/** Every row about a wallet, of all our identities and at all escrows. */
async function walletsOf(
  domain: ConnectedDomain,
  { chainId, address }: ChainAddress,
): Promise<WalletRecord[]> {
  const all = await domain.tables.wallets.getAll();
  return all.filter((one) => one.chainId === chainId && one.address === address);
}

async function provenBy(domain: ConnectedDomain, bound: BoundWallet): Promise<WalletProof> {
  try {
    return await verifyBinding(bound, contractWallets(domain.fetch, await domain.chainSettings.get()));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const message =
      error.reason === 'chain'
        ? 'is no signature of an account, and contract wallets of this chain are not in the settings'
        : 'is not the signature of this wallet over what was prepared';
    throw new InvalidParamsError([{ path: 'signature', message }]);
  }
}

/** The word of the identity of ours that this wallet answered under before, so that nobody has to wait. */
async function succession(
  domain: ConnectedDomain,
  bound: BoundWallet,
  waiting: WalletRecord,
  wallets: readonly WalletRecord[],
): Promise<{ previous_did?: string; previous_signature?: string }> {
  const [before] = wallets
    .filter(({ linked, identityIndex }) => linked !== null && identityIndex !== waiting.identityIndex)
    .sort((a, b) => (b.linked?.at ?? 0) - (a.linked?.at ?? 0));
  const previousDid = before?.linked?.binding.did;
  if (before === undefined || previousDid === undefined) return {};
  const { signer } = await domain.keyring.identity(before.identityIndex);
  return {
    previous_did: previousDid,
    previous_signature: await signSuccession(bound, previousDid, signer),
  };
}

async function keep(domain: ConnectedDomain, waiting: WalletRecord, linked: LinkedWallet): Promise<void> {
  const { identityIndex, chainId, address, escrow } = waiting;
  const { binding, walletSignature, didSignature, kind, at } = linked;
  const known = {
    binding,
    chainId,
    walletSignature,
    didSignature,
    kind,
    did: binding.did,
    firstSeenAt: at,
    checkedAt: at,
  };
  await change(domain, async (tx) => {
    const now = await tx.tables.wallets.get(walletKey(waiting));
    const isSame = now?.prepared?.binding.nonce === binding.nonce;
    const prepared = isSame ? null : (now?.prepared ?? null);
    tx.put('wallets', { identityIndex, chainId, address, escrow, linked, prepared });
    // Our own word for our own wallet: what comes for it is for us.
    await foldAnswers(tx, identityIndex, { chainId, address }, [{ known, succeeds: null }]);
    tx.after(() => tx.changes.popup('wallets', 'settings'));
  });
}
