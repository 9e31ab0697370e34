/**
 * What of the domain an origin may see. An event passes when a live permission covers its contract, type and direction
 * with that identity; nothing reserved ever does (`provider-api.md` *Grants*, `security.md` T-27).
 */

import type { CompanionEvent, DecentrlEvents } from '../../api/decentrl-rpc.ts';
import type { DomainEvent } from '../../domain/changes.ts';
import type { MessageRecord } from '../../domain/records/message-record.ts';
import type { Want } from '../permissions/caveats.ts';
import type { Grants } from '../permissions/grants.ts';
import type { GrantHolder } from '../permissions/site-record.ts';
import { ownIdentity } from './own-identity.ts';
import { relationshipOf, wantOf } from './relationship-of.ts';

type Announced = 'contractChanged' | 'eventStatus' | 'message';
export type Announcement = { [E in Announced]: { event: E; payload: DecentrlEvents[E] } }[Announced];

export interface EventGate {
  /** The event as the holder may see it, or null. */
  event(
    holder: GrantHolder,
    entry: { conversation: string; cursor: number; value: MessageRecord },
  ): Promise<CompanionEvent | null>;
  /** What the holder is told of a change, or null. */
  announcement(
    holder: GrantHolder,
    event: Exclude<DomainEvent, { kind: 'event' }>,
  ): Promise<Announcement | null>;
}

/** Makes the gate over the grants. */
export function createEventGate({
  domain,
  grants,
}: {
  domain: Parameters<typeof relationshipOf>[0];
  grants: Grants;
}): EventGate {
  /** What a permission must cover for a conversation, also for one without a contact. */
  async function wantOfConversation(conversationId: string): Promise<Want> {
    const found = await relationshipOf(domain, conversationId);
    return found === undefined ? { conversationId } : wantOf(found);
  }

  return {
    async event(holder, { conversation, cursor, value }) {
      const { identityIndex, type: eventType, direction } = value;
      const { did: identity } = await ownIdentity(domain, identityIndex);
      const want = { ...(await wantOfConversation(conversation)), identity, eventType, direction };
      if (!(await grants.permits(holder, 'decentrl_events', want))) return null;
      return {
        eventId: value.eventId,
        contractId: conversation,
        direction: value.direction,
        sender: value.senderDid,
        type: value.type,
        data: value.data,
        tags: value.tags,
        timestamp: value.timestamp,
        cursor,
      };
    },

    async announcement(holder, event) {
      if (event.kind === 'state') {
        if (event.origin !== holder.origin) return null;
        return { event: 'eventStatus', payload: { eventId: event.eventId, state: event.state } };
      }
      if (event.kind === 'gap') {
        const want = await wantOfConversation(event.conversationId);
        if (!(await grants.permits(holder, 'decentrl_contracts', want))) return null;
        const { conversationId: contractId, from, to } = event;
        return { event: 'message', payload: { type: 'decentrl_gap', data: { contractId, from, to } } };
      }
      const want = {
        ...(event.conversationId === null ? {} : { conversationId: event.conversationId }),
        peers: [event.peerDid],
        identity: (await ownIdentity(domain, event.identityIndex)).did,
      };
      const opened = event.origin === holder.origin;
      if (!opened && !(await grants.permits(holder, 'decentrl_contracts', want))) return null;
      return {
        event: 'contractChanged',
        payload: {
          ...(event.conversationId === null ? {} : { contractId: event.conversationId }),
          ...(event.requestId === null ? {} : { requestId: event.requestId }),
          status: event.status,
        },
      };
    },
  };
}
