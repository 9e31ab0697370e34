import type { DeclarativeNetRequest } from 'webextension-polyfill';

const RULE_ID = 1;

/**
 * Firefox sends `Origin: moz-extension://<uuid>`, one id an installation, with every request and socket, which would link
 * a person's identities. This session rule takes the header from requests our own extension makes and from no others.
 * `ownHost` is the host of `runtime.getURL('')`. Session rules end with the browser, so call it at every start; the same
 * rule again replaces itself. Without the interface (Chromium, which sends no id of an installation) it does nothing.
 */
export async function installStripOriginRule(
  api: Pick<DeclarativeNetRequest.Static, 'updateSessionRules'> | undefined,
  ownHost: string,
): Promise<void> {
  await api?.updateSessionRules({
    removeRuleIds: [RULE_ID],
    addRules: [
      {
        id: RULE_ID,
        priority: 1,
        condition: { initiatorDomains: [ownHost], resourceTypes: ['xmlhttprequest', 'websocket', 'other'] },
        action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
      },
    ],
  });
}
