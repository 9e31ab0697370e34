import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { offerPort } from '../lib/provider/relay/offer-port.ts';
import type { RelayRuntime } from '../lib/provider/relay/runtime.ts';
import { startRelay } from '../lib/provider/relay/start-relay.ts';

// Not `browser`, for which WXT looks before any page needs it. Firefox has both.
declare const chrome: { runtime?: RelayRuntime } | undefined;

/** There is no runtime any more where the extension was reloaded before the page's first use: then the page is told 4900. */
function currentRuntime(): RelayRuntime {
  const gone: RelayRuntime = {
    id: undefined,
    sendMessage: () => Promise.resolve(undefined),
    connect() {
      throw new Error('The extension was updated or removed.');
    },
  };
  try {
    return chrome?.runtime ?? gone;
  } catch {
    return gone;
  }
}

export default defineUnlistedScript(() =>
  offerPort((port) =>
    startRelay(currentRuntime(), {
      port,
      target: window,
      prerendering: () => (document as { prerendering?: boolean }).prerendering === true,
      userActive: () => navigator.userActivation.isActive,
    }),
  ),
);
