const PATIENCE_MS = 1_500;

/** Finds a companion by its announcement; `none` is told when it does not come soon, but it may still come later. */
export function findCompanion(found, none) {
  let isFound = false;
  addEventListener('decentrl:announceProvider', ({ detail }) => {
    if (isFound || typeof detail?.provider?.request !== 'function') return;
    isFound = true;
    const { info, provider } = detail;
    found({ info, provider, canLink: Array.isArray(info.features) && info.features.includes('dmtp:held@1') });
  });
  dispatchEvent(new Event('decentrl:requestProvider'));
  setTimeout(() => {
    if (!isFound) none();
  }, PATIENCE_MS);
}

/** Finds wallets by EIP-6963; where none announces itself, the one at `window.ethereum`. */
export function findWallets(found, none) {
  let count = 0;
  addEventListener('eip6963:announceProvider', ({ detail }) => {
    if (typeof detail?.provider?.request !== 'function' || typeof detail.info?.uuid !== 'string') return;
    count++;
    found({ info: { name: 'A wallet', icon: '', ...detail.info }, provider: detail.provider });
  });
  dispatchEvent(new Event('eip6963:requestProvider'));
  setTimeout(() => {
    if (count > 0) return;
    const old = window.ethereum;
    if (typeof old?.request === 'function') {
      found({
        info: { uuid: 'window.ethereum', name: 'The wallet of this browser', icon: '' },
        provider: old,
      });
    } else none();
  }, PATIENCE_MS);
}
