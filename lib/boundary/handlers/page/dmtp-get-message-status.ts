import * as v from 'valibot';
import type { AddressedState, MessageAnchor } from '../../../api/decentrl-rpc.ts';
import type { HeldSentRecord } from '../../../domain/records/held-sent-record.ts';
import { act, type Operable } from '../../app/page-app.ts';
import { message } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { id } from '../params/shared.ts';

/** Where a message stands that this site sent, or one to an address it may read about; anything else is 4100. */
export const dmtpGetMessageStatus = pageMethod('dmtp_getMessageStatus', {
  params: v.object({ messageId: id }),
  scope: message((p) => p.messageId, { held: true }),

  async handle(app, { event, held }, { messageId }) {
    const state = held === undefined || held.state === 'end-to-end' ? event?.state : stateOf(held);
    const anchor = await act(app, anchorOf, messageId);
    return {
      state: state ?? 'queued',
      cid: held?.newCid ?? held?.cid ?? null,
      ...(anchor === null ? {} : { anchor }),
    };
  },
});

function stateOf({ state }: HeldSentRecord): AddressedState {
  return state === 'ready' || state === 'end-to-end' ? 'queued' : state;
}

/** The newest of its CIDs that the chain lists, read now; null while there is none or the chain cannot be read. */
async function anchorOf(
  { anchors }: Pick<Operable, 'anchors'>,
  messageId: string,
): Promise<MessageAnchor | null> {
  const read = await anchors.read(messageId);
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
