import type { Domain } from '../domain/domain.ts';

/** Keeps, sealed, what is being written in a conversation; an empty text forgets it. */
export async function saveDraft(domain: Domain, conversationId: string, text: string): Promise<void> {
  if (text === '') await domain.tables.drafts.delete(conversationId);
  else await domain.tables.drafts.put({ conversationId, text });
}
