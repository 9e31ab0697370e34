import type { AppState } from './account.ts';
import type { ConversationRow } from './conversations.ts';

/** What the background keeps in `storage.session` under `popup.snapshot`, so that a popup paints before the worker answers; deleted by the lock. `rows` are the first 50. */
export interface PopupSnapshot {
  state: AppState;
  rows: ConversationRow[];
}
