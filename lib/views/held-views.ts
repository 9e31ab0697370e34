/** What the screen is told of messages that went by an escrow: who could read them, from when on nobody can (address-messaging.md §3.13). */

import type { HeldLabel, MessageView } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import { type HeldReceivedRecord, heldReceivedKey } from '../domain/records/held-received-record.ts';
import type { HeldSentRecord, HeldSentState } from '../domain/records/held-sent-record.ts';
import type { MessageRecord } from '../domain/records/message-record.ts';
import { parseDid } from '../protocol/did.ts';
import { checksumAddress } from '../wallets/checksum-address.ts';
import { mediatorName } from './mediator-name.ts';

/** State, label and reason of one message; `state` null where another row tells it. */
export interface HeldView {
  state: MessageView['state'] | null;
  label: HeldLabel | null;
  reason: string | null;
}

/** States of which the escrow cannot read the message any more, or never could. */
const UNREADABLE: readonly HeldSentState[] = [
  'ready',
  'end-to-end',
  're-encrypted',
  'withdrawn',
  'expired',
  'failed',
];

/** The views of those of these events that went by an escrow, by event id. */
export async function heldViews(
  { tables }: Pick<Domain, 'tables'>,
  events: readonly Pick<
    MessageRecord,
    'eventId' | 'direction' | 'contractId' | 'senderDid' | 'identityIndex'
  >[],
): Promise<Map<string, HeldView>> {
  // Whatever travelled under a contract has its name; only these have none.
  const held = events.filter(({ contractId }) => contractId === '');
  const out = held.filter(({ direction }) => direction === 'out');
  const into = held.filter(({ direction }) => direction === 'in');
  const [sent, received] = await Promise.all([
    tables.held_sent.getMany(out.map(({ eventId }) => eventId)),
    tables.held_received.getMany(
      into.map(({ identityIndex, senderDid, eventId }) =>
        heldReceivedKey(identityIndex, parseDid(senderDid).signingKeyMultibase, eventId),
      ),
    ),
  ]);
  const views = new Map<string, HeldView>();
  for (const one of sent) if (one !== undefined) views.set(one.id, sentView(one));
  for (const one of received) if (one !== undefined) views.set(one.id, receivedView(one));
  return views;
}

function sentView(held: HeldSentRecord): HeldView {
  const { state, reason, address, chainId, escrow, since } = held;
  const name = mediatorName(escrow);
  const isEndToEnd = state === 'end-to-end';
  return {
    state: isEndToEnd ? null : state === 'ready' ? 'queued' : state,
    reason,
    label: isEndToEnd
      ? null
      : {
          address,
          checksummed: checksumAddress(address),
          chainId,
          escrow,
          readableBy: UNREADABLE.includes(state) ? null : name,
          couldRead: state === 're-encrypted' ? name : null,
          since,
          notAfter: state === 'queued' || state === 'held' ? held.notAfter * 1000 : null,
          receivedAt: held.receivedAt,
          withdrawable: state === 'queued' || state === 'held',
        },
  };
}

function receivedView({ state, reason, address, chainId, escrow, since }: HeldReceivedRecord): HeldView {
  const name = mediatorName(escrow);
  const isDone = state === 're-encrypted';
  return {
    state: isDone ? 're-encrypted' : state === 'opened' ? 'held' : 'not-re-encrypted',
    reason,
    label: {
      address,
      checksummed: checksumAddress(address),
      chainId,
      escrow,
      readableBy: isDone ? null : name,
      couldRead: isDone ? name : null,
      since,
      notAfter: null,
      receivedAt: null,
      withdrawable: false,
    },
  };
}
