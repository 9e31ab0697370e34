import type { GapView, MessageView } from '../../../lib/api/popup/popup-rpc.ts';
import { waitUntil } from '../../support/wait-until.ts';
import type { ExtensionRpc } from './extension-rpc.ts';

export const BROWSER_PASSWORD = 'quiet lantern by the harbour 77';

/** One of two people in browsers, talked to through the popup's own calls. */
export interface BrowserTalker {
  name: string;
  rpc: ExtensionRpc;
  conversationId: string;
  /** Every item of the conversation, oldest first. */
  read(): Promise<(MessageView | GapView)[]>;
}

async function readAll(rpc: ExtensionRpc, conversationId: string): Promise<(MessageView | GapView)[]> {
  const items: (MessageView | GapView)[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await rpc.insist('conversation_get', {
      conversationId,
      limit: 100,
      ...(before === undefined ? {} : { before }),
    });
    items.unshift(...page.items);
    if (!page.hasMore) return items;
    before = Math.min(...page.items.map(({ cursor }) => cursor));
  }
}

/** Makes a vault in each, and the two contacts of each other. */
export async function connectBrowsers(
  people: [
    { name: string; rpc: ExtensionRpc; mediatorDid: string },
    { name: string; rpc: ExtensionRpc; mediatorDid: string },
  ],
): Promise<[BrowserTalker, BrowserTalker]> {
  const dids: string[] = [];
  for (const { name, rpc, mediatorDid } of people) {
    await rpc.once('vault_create', { alias: name, mediatorDid, password: BROWSER_PASSWORD });
    const registered = async () => {
      const { identities } = await rpc.insist('app_getState');
      return identities[0]?.registered === true ? identities[0] : undefined;
    };
    const state = await waitUntil(`${name} to be registered`, registered, 60_000).catch(async (cause) => {
      const { report } = await rpc.insist('diagnostics_get');
      throw new Error(`${name} was not registered. ${report}`, { cause });
    });
    dids.push(state.did);
  }
  const [alice, bob] = people;
  await alice.rpc.insist('contract_propose', { did: dids[1] ?? '' });
  const request = await waitUntil(
    'the request to arrive',
    async () => {
      await bob.rpc.insist('sync_now');
      return (await bob.rpc.insist('requests_list')).find(({ direction }) => direction === 'in');
    },
    30_000,
  );
  await bob.rpc.insist('contract_accept', { requestId: request.requestId });
  const [first, second] = await Promise.all(
    people.map(async ({ name, rpc }) => {
      const row = await waitUntil(
        `${name} to have a contact`,
        async () => {
          await rpc.insist('sync_now');
          const { items } = await rpc.insist('conversations_list', {});
          return items.find(({ contact }) => contact.status === 'active');
        },
        30_000,
      );
      const { conversationId } = row;
      return { name, rpc, conversationId, read: () => readAll(rpc, conversationId) };
    }),
  );
  return [first as BrowserTalker, second as BrowserTalker];
}
