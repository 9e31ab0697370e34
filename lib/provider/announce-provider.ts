import type { DecentrlProvider, ProviderDetail } from './decentrl-provider.ts';
import { call, dispatchEvent, freeze, NativeCustomEvent, randomId } from './primordials.ts';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'%3E%3Crect width='96' height='96' rx='22' fill='%230b6e63'/%3E%3Cpath d='M28 30h40v26H46L34 68V56h-6z' fill='%23fff'/%3E%3C/svg%3E";

/**
 * Announces the provider by `decentrl:announceProvider`, when the page has loaded and whenever it dispatches
 * `decentrl:requestProvider` (the way of EIP-6963), so that it is found also where something else sits at
 * `window.decentrl` (security.md T-22). At document_start no script could listen yet.
 */
export function announceProvider(provider: DecentrlProvider, name: string): void {
  let detail: ProviderDetail | undefined;
  const describe = (): ProviderDetail =>
    freeze({
      info: freeze({
        uuid: randomId(),
        name,
        icon: ICON,
        rdns: 'example.decentrl.companion',
        apiVersion: '1.0',
        features: freeze(['decentrl:contracts@1', 'decentrl:events@1', 'dmtp:held@1', 'dmtp:anchor@1']),
      }),
      provider,
    });
  const announce = () => {
    detail ??= describe();
    call(dispatchEvent, window, [new NativeCustomEvent('decentrl:announceProvider', { detail })]);
  };
  addEventListener('decentrl:requestProvider', announce);
  if (document.readyState === 'complete') announce();
  else addEventListener('load', announce, { once: true });
}
