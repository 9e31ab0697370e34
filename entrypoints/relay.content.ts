import { defineContentScript } from 'wxt/utils/define-content-script';
import { offerPort } from '../lib/rpc/relay/offer-port.ts';
import type { RelayRuntime } from '../lib/rpc/relay/runtime.ts';
import { startRelay } from '../lib/rpc/relay/start-relay.ts';

declare const browser: { runtime: RelayRuntime };

export default defineContentScript({
  matches: ['https://*/*', 'http://localhost/*', 'http://*.localhost/*', 'http://127.0.0.1/*'],
  runAt: 'document_start',
  allFrames: false,
  // It would tell every page that we are here, and our id (threats.md T-21).
  noScriptStartedPostMessage: true,
  main: () =>
    startRelay(browser.runtime, {
      port: offerPort(),
      target: window,
      prerendering: () => (document as { prerendering?: boolean }).prerendering === true,
      userActive: () => navigator.userActivation.isActive,
    }),
});
