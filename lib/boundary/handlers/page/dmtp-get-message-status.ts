import type { AddressedState, MessageAnchor } from '../../../api/decentrl-rpc.ts';
import type { HeldSentRecord } from '../../../domain/records/held-sent-record.ts';
import { UnauthorizedError } from '../../../errors/errors.ts';
import type { App } from '../../app/app.ts';
import type { PageCall, PageHandler } from '../../call/page-handler.ts';
import { ownDid } from '../../sites/site-contract.ts';

/** Where a message stands that this site sent, or one to an address it may read about; anything else is 4100. */
export const dmtpGetMessageStatus: PageHandler<'dmtp_getMessageStatus', App> = {
  async handle(app, call, { messageId }) {
    const [held, event] = await Promise.all([
      app.tables.held_sent.get(messageId),
      app.tables.message_state.get(messageId),
    ]);
    const row = held ?? event;
    if (row === undefined || !(await mayKnow(app, call, row, held))) throw new UnauthorizedError();
    const state = held === undefined || held.state === 'end-to-end' ? event?.state : stateOf(held);
    const anchor = await anchorOf(app, messageId);
    return {
      state: state ?? 'queued',
      cid: held?.newCid ?? held?.cid ?? null,
      ...(anchor === null ? {} : { anchor }),
    };
  },
};

async function mayKnow(
  app: App,
  call: PageCall,
  row: { origin: string | null; identityIndex: number },
  held: HeldSentRecord | undefined,
): Promise<boolean> {
  if (row.origin === call.origin && (await app.grants.has(call, ['dmtp_send']))) return true;
  if (held === undefined) return false;
  const want = { peers: [held.address], identity: await ownDid(app, row.identityIndex) };
  return app.grants.permits(call, 'dmtp_read', want);
}

function stateOf({ state }: HeldSentRecord): AddressedState {
  return state === 'ready' || state === 'end-to-end' ? 'queued' : state;
}

/** The newest of its CIDs that the chain lists, read now; null while there is none or the chain cannot be read. */
async function anchorOf(app: App, messageId: string): Promise<MessageAnchor | null> {
  const read = await app.anchors.read(messageId);
  const anchored = read.flatMap(({ state }) => (state.state === 'anchored' ? [state] : [])).at(-1);
  if (anchored === undefined) return null;
  const { chainId, contract, entry, block, storedIn } = anchored;
  return {
    chainId,
    contract,
    entry,
    block,
    tx: storedIn?.tx ?? null,
    time: storedIn?.time ?? anchored.blockTime,
  };
}
