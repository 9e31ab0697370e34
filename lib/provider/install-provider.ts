import { announceProvider } from './announce-provider.ts';
import { createProvider } from './create-provider.ts';
import type { FromPage } from './page-messages.ts';
import { takePort } from './take-port.ts';

/**
 * Puts `window.decentrl` into the page's world: top frame and secure context only, and only if nothing is there; the
 * announcement is made in any case. `name` is the name shown in pickers.
 */
export function installProvider(name: string): void {
  if (window !== window.top || !isSecureContext) return;
  let send: (message: FromPage) => boolean = () => false;
  const { provider, receive } = createProvider((message) => send(message));
  send = takePort(receive);
  try {
    if (!('decentrl' in window))
      Object.defineProperty(window, 'decentrl', { value: provider, enumerable: true });
  } catch {
    // Something made the name impossible: pages still find the provider by its announcement.
  }
  announceProvider(provider, name);
}
