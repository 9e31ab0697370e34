import type { GrantName } from '../../api/decentrl-rpc.ts';
import type { PageChannel, PagePort } from './page-channel.ts';
import { type MessageSender, type OwnExtension, pageSender } from './sender.ts';

const PORT_NAME = /^page:([0-9a-f]{32})$/;
const ANY_GRANT = ['decentrl_identities', 'decentrl_contracts', 'decentrl_events'] as const;

/** What decides whether a page has anything to wait for. */
interface PortApp {
  readonly pages: PageChannel;
  readonly approvals: { waiting(origin: string, pageId: string): Promise<boolean> };
  readonly grants: {
    has(holder: { origin: string; pageId: string }, names: readonly GrantName[]): Promise<boolean>;
  };
}

/**
 * Takes over a port that a relay opened (named `page:<pageId>`), when its origin has a permission or waits for an answer;
 * else tells it not to come back by itself and closes it. Gives false for ports that are not a page's.
 */
export async function acceptPagePort(
  app: PortApp,
  own: OwnExtension,
  port: PagePort & { readonly name: string; readonly sender?: MessageSender | undefined },
): Promise<boolean> {
  const pageId = PORT_NAME.exec(port.name)?.[1];
  if (pageId === undefined || port.sender === undefined) return false;
  try {
    const { origin, tabId } = pageSender(port.sender, own);
    // Attached before anything is awaited, or the relay's first message would be lost.
    app.pages.attach({ origin, tabId, pageId }, port);
    const waiting = await app.approvals.waiting(origin, pageId);
    if (waiting || (await app.grants.has({ origin, pageId }, ANY_GRANT))) return true;
    port.postMessage({ live: false });
    port.disconnect();
  } catch {
    port.disconnect();
  }
  return true;
}
