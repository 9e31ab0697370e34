/**
 * The private vocabulary between the popup and the background: every method with its params and result. Types only; nothing
 * here ever carries a key. It is written down by area, and taken from here.
 */
import type { AccountRpc, AppState } from './account-rpc.ts';
import type { ApprovalRpc } from './approval-rpc.ts';
import type { ConversationRow, ConversationRpc } from './conversation-rpc.ts';
import type { HeldPopupRpc } from './held-rpc.ts';

export type * from './account-rpc.ts';
export type * from './approval-rpc.ts';
export type * from './conversation-rpc.ts';

/** Every method of the popup. */
export interface PopupRpc extends AccountRpc, ConversationRpc, ApprovalRpc, HeldPopupRpc {}

/** Pushed to open popups: what to fetch again. */
export interface PopupChange {
  topics: (
    | 'state'
    | 'conversations'
    | 'requests'
    | 'approvals'
    | 'sites'
    | 'settings'
    | 'wallets'
    | `conversation:${string}`
  )[];
}

/** What the background keeps in `storage.session` under `popup.snapshot`, so that a popup paints before the worker answers; deleted by the lock. `rows` are the first 50. */
export interface PopupSnapshot {
  state: AppState;
  rows: ConversationRow[];
}
