/** The wallet that was chosen is not the one that was invited. */
export class OtherWalletError extends Error {}

/** The wallet gave no account. */
export class NoAccountError extends Error {}

const NOT_KNOWN = 4902;
const REJECTED = 4001;

/**
 * Links a wallet: the companion shows an identity and, after it asked, gives what is to be signed; the wallet signs it; the
 * companion takes the signature to the escrow (address-messaging.md §1.6). `only`: the one address that will do, or null.
 */
export async function linkWallet({ companion, wallet, escrow, chainId, only, onStep }) {
  onStep('identity');
  let identities = await companion.request({ method: 'decentrl_identities' });
  if (identities.length === 0) {
    const params = { reason: 'To link a wallet to your identity' };
    identities = await companion.request({ method: 'decentrl_requestIdentities', params });
  }
  onStep('account');
  const address = await chooseAccount(wallet, only);
  await chooseChain(wallet, chainId);
  onStep('ask');
  const typedData = await companion.request({
    method: 'dmtp_prepareLink',
    params: { address: address.toLowerCase(), chainId, escrow },
  });
  onStep('sign');
  const signature = await wallet.request({
    method: 'eth_signTypedData_v4',
    params: [address, JSON.stringify(typedData)],
  });
  onStep('check');
  const { did } = await companion.request({
    method: 'dmtp_completeLink',
    params: { address: address.toLowerCase(), chainId, signature },
  });
  return { address, alias: identities.find((identity) => identity.did === did)?.alias ?? '' };
}

async function chooseAccount(wallet, only) {
  const accounts = await wallet.request({ method: 'eth_requestAccounts' });
  if (!Array.isArray(accounts) || typeof accounts[0] !== 'string') throw new NoAccountError();
  if (only === null) return accounts[0];
  const wanted = accounts.find((account) => account.toLowerCase() === only);
  if (wanted === undefined) throw new OtherWalletError();
  return wanted;
}

// Some wallets sign typed data of the chain they are on only; one that has no chains to switch signs anyhow.
async function chooseChain(wallet, chainId) {
  const current = await wallet.request({ method: 'eth_chainId' });
  if (Number(current) === chainId) return;
  try {
    const params = [{ chainId: `0x${chainId.toString(16)}` }];
    await wallet.request({ method: 'wallet_switchEthereumChain', params });
  } catch (error) {
    if (error?.code === NOT_KNOWN || error?.code === REJECTED) throw error;
  }
}
