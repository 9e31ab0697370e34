import type { DomainEvent } from '../domain/changes.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { MessageRecord } from '../domain/records/message-record.ts';
import { LockedError } from '../errors/errors.ts';
import type { Timers } from '../platform/timers.ts';
import { parseDid } from '../protocol/did.ts';

/** Something that came: how much of it, and the route of the popup where it is. Never from whom or what (security.md T-34). */
export interface News {
  kind: 'messages' | 'requests';
  count: number;
  route: string;
}

const COALESCE_MS = 5_000;
/** What is older comes from another device or a restore, and is no news. */
const NEWS_SECONDS = 86_400;

/**
 * Tells `show` what came, once in five seconds and one piece a conversation, where the person wants that and has not
 * muted or blocked the contact (`popup.md` *Rules*). Gives what stops it.
 */
export function createNotices({
  domain,
  timers,
  show,
}: {
  domain: Domain;
  timers: Timers;
  show: (news: News) => Promise<void>;
}): { stop(): void } {
  const arrived = new Map<string, { count: number; first: MessageRecord }>();
  let requests = 0;
  let timer: unknown = null;

  function note(event: DomainEvent): void {
    if (event.kind === 'contract' && event.status === 'requested') requests += 1;
    else if (event.kind === 'event' && isNews(event.message)) count(event.conversationId, event.message);
    else return;
    timer ??= timers.setTimeout(() => void tell(), COALESCE_MS);
  }

  function count(conversationId: string, message: MessageRecord): void {
    const known = arrived.get(conversationId);
    if (known === undefined) arrived.set(conversationId, { count: 1, first: message });
    else known.count += 1;
  }

  function isNews({ direction, timestamp }: MessageRecord): boolean {
    return direction === 'in' && timestamp > domain.clock.now() / 1000 - NEWS_SECONDS;
  }

  async function tell(): Promise<void> {
    timer = null;
    const messages = [...arrived];
    const asked = requests;
    arrived.clear();
    requests = 0;
    try {
      if (!(await domain.settings.get()).notifications) return;
      if (asked > 0) await show({ kind: 'requests', count: asked, route: '/requests' });
      for (const [conversationId, { count, first }] of messages) {
        if (!(await isWanted(first))) continue;
        const route = `/c/${encodeURIComponent(conversationId)}`;
        await show({ kind: 'messages', count, route });
      }
    } catch (error) {
      if (!(error instanceof LockedError)) domain.log.warn('a notification could not be shown', { error });
    }
  }

  async function isWanted({ senderDid, identityIndex }: MessageRecord): Promise<boolean> {
    const { signingKeyMultibase } = parseDid(senderDid);
    const contact = await domain.tables.contacts.get(contactKey(identityIndex, signingKeyMultibase));
    return contact !== undefined && !contact.blocked && contact.muted !== true;
  }

  const end = domain.changes.onDomain(note);
  return {
    stop() {
      end();
      timers.clearTimeout(timer);
    },
  };
}
