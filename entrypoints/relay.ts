import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { offerPort } from '../lib/rpc/relay/offer-port.ts';
import type { RelayRuntime } from '../lib/rpc/relay/runtime.ts';
import { startRelay } from '../lib/rpc/relay/start-relay.ts';

// Not `browser`, for which WXT looks before any page needs it. Firefox has both.
declare const chrome: { runtime: RelayRuntime };

export default defineUnlistedScript(() =>
  offerPort((port) =>
    startRelay(chrome.runtime, {
      port,
      target: window,
      prerendering: () => (document as { prerendering?: boolean }).prerendering === true,
      userActive: () => navigator.userActivation.isActive,
    }),
  ),
);
