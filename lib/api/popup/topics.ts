/** What the background tells open popups to read again. Every list of topics derives from this one. */
export const TOPICS = [
  'state',
  'conversations',
  'requests',
  'approvals',
  'sites',
  'settings',
  'wallets',
] as const;

/** One of them. */
export type Topic = (typeof TOPICS)[number];

/**
 * What can be pushed: a topic, or the topic of one conversation, which is for the screen that has it open. Whoever does
 * not know what happened meanwhile is told `TOPICS`: the open conversation listens to `conversations` too.
 */
export type PopupTopic = Topic | `conversation:${string}`;

/** Pushed to open popups: what to read again. */
export interface PopupChange {
  topics: PopupTopic[];
}
