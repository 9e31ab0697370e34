/**
 * What of the domain an origin may see. An event passes when a live permission covers its contract, type and direction
 * with that identity; nothing reserved ever does (`provider-api.md` *Grants*, `security.md` T-27).
 */

import type { CompanionEvent, DecentrlEvents } from '../../api/decentrl-rpc.ts';
import type { DomainEvent } from '../../domain/changes.ts';
import type { Domain } from '../../domain/domain.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import type { MessageRecord } from '../../domain/records/message-record.ts';
import type { Grants } from '../permissions/grants.ts';
import type { GrantHolder } from '../permissions/site-record.ts';

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
export function createEventGate({ domain, grants }: { domain: Domain; grants: Grants }): EventGate {
  async function ownDid(index: number): Promise<string> {
    const profiles = await domain.keyring.profiles();
    return profiles.find((one) => one.index === index)?.did ?? '';
  }

  async function contactOf(conversationId: string): Promise<ContactRecord | undefined> {
    const row = await domain.tables.conversations.get(conversationId);
    if (row === undefined) return undefined;
    return domain.tables.contacts.get(contactKey(row.identityIndex, row.peerSigningKey));
  }

  return {
    async event(holder, { conversation, cursor, value }) {
      const own = await ownDid(value.identityIndex);
      const contact = await contactOf(conversation);
      const want = {
        identity: own,
        contractId: conversation,
        peers: contact === undefined ? [] : [contact.did],
        eventType: value.type,
        direction: value.direction,
      };
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
        const contact = await contactOf(event.conversationId);
        const want = {
          contractId: event.conversationId,
          peers: contact === undefined ? [] : [contact.did],
          identity: await ownDid(contact?.identityIndex ?? 0),
        };
        if (!(await grants.permits(holder, 'decentrl_contracts', want))) return null;
        const { conversationId: contractId, from, to } = event;
        return { event: 'message', payload: { type: 'decentrl_gap', data: { contractId, from, to } } };
      }
      const want = {
        ...(event.conversationId === null ? {} : { contractId: event.conversationId }),
        peers: [event.peerDid],
        identity: await ownDid(event.identityIndex),
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
