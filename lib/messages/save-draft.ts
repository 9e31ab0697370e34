import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';

/** Keeps, sealed, what is being written in a conversation; an empty text forgets it. */
export async function saveDraft(domain: Domain, conversationId: string, text: string): Promise<void> {
  await change(domain, async (tx) => {
    if (text === '') tx.remove('drafts', conversationId);
    else tx.put('drafts', { conversationId, text });
  });
}
