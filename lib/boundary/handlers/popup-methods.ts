import type * as v from 'valibot';
import type { PopupRpc } from '../../api/popup/popup-rpc.ts';
import { popupParams } from './params/popup-params.ts';

export interface PopupMethod<M extends keyof PopupRpc> {
  readonly audience: 'popup';
  readonly params: v.GenericSchema<unknown, PopupRpc[M]['params']>;
  readonly needs: { readonly unlocked?: true };
  /** True where the call proves that a person is there, which puts off the automatic lock (security.md T-33). */
  readonly person: boolean;
}

function popup<M extends keyof PopupRpc>(
  name: M,
  { unlocked, person = false }: { unlocked?: true; person?: boolean } = {},
): PopupMethod<M> {
  const params: v.GenericSchema<unknown, PopupRpc[M]['params']> = popupParams[name];
  return { audience: 'popup', params, needs: unlocked === undefined ? {} : { unlocked }, person };
}

/** Every method of the popup, what it takes and what it needs. */
export const popupMethods: { readonly [M in keyof PopupRpc]: PopupMethod<M> } = {
  app_getState: popup('app_getState'),
  mediator_check: popup('mediator_check'),
  password_check: popup('password_check'),
  vault_create: popup('vault_create'),
  vault_restore: popup('vault_restore'),
  vault_unlock: popup('vault_unlock'),
  vault_lock: popup('vault_lock'),
  vault_revealWords: popup('vault_revealWords', { unlocked: true, person: true }),
  vault_confirmWords: popup('vault_confirmWords', { unlocked: true, person: true }),
  vault_changePassword: popup('vault_changePassword', { unlocked: true, person: true }),
  vault_erase: popup('vault_erase'),
  storage_beginAnew: popup('storage_beginAnew'),
  identity_add: popup('identity_add', { unlocked: true, person: true }),
  identity_select: popup('identity_select', { unlocked: true, person: true }),
  settings_get: popup('settings_get'),
  settings_set: popup('settings_set', { unlocked: true, person: true }),
  conversations_list: popup('conversations_list', { unlocked: true }),
  conversation_get: popup('conversation_get', { unlocked: true }),
  conversation_markRead: popup('conversation_markRead', { unlocked: true }),
  conversation_send: popup('conversation_send', { unlocked: true, person: true }),
  conversation_retry: popup('conversation_retry', { unlocked: true, person: true }),
  conversation_saveDraft: popup('conversation_saveDraft', { unlocked: true, person: true }),
  conversation_getDraft: popup('conversation_getDraft', { unlocked: true }),
  contact_resolve: popup('contact_resolve', { unlocked: true, person: true }),
  contact_get: popup('contact_get', { unlocked: true }),
  contact_update: popup('contact_update', { unlocked: true, person: true }),
  contract_propose: popup('contract_propose', { unlocked: true, person: true }),
  contract_accept: popup('contract_accept', { unlocked: true, person: true }),
  contract_decline: popup('contract_decline', { unlocked: true, person: true }),
  contract_revoke: popup('contract_revoke', { unlocked: true, person: true }),
  requests_list: popup('requests_list', { unlocked: true }),
  approvals_list: popup('approvals_list'),
  approvals_get: popup('approvals_get'),
  approvals_decide: popup('approvals_decide', { person: true }),
  approvals_rejectAll: popup('approvals_rejectAll', { person: true }),
  sites_list: popup('sites_list'),
  sites_revoke: popup('sites_revoke', { person: true }),
  sync_now: popup('sync_now', { unlocked: true }),
  diagnostics_get: popup('diagnostics_get'),
  held_resolve: popup('held_resolve', { unlocked: true, person: true }),
  held_send: popup('held_send', { unlocked: true, person: true }),
  held_withdraw: popup('held_withdraw', { unlocked: true, person: true }),
  wallets_list: popup('wallets_list', { unlocked: true }),
  wallets_linkPage: popup('wallets_linkPage', { unlocked: true, person: true }),
  wallets_revoke: popup('wallets_revoke', { unlocked: true, person: true }),
  anchor_get: popup('anchor_get', { unlocked: true }),
  anchor_exportProof: popup('anchor_exportProof', { unlocked: true, person: true }),
  anchor_settingsGet: popup('anchor_settingsGet', { unlocked: true }),
  anchor_settingsSet: popup('anchor_settingsSet', { unlocked: true, person: true }),
  escrows_list: popup('escrows_list', { unlocked: true }),
  escrows_add: popup('escrows_add', { unlocked: true, person: true }),
  escrows_remove: popup('escrows_remove', { unlocked: true, person: true }),
  conversation_setAnchoring: popup('conversation_setAnchoring', { unlocked: true, person: true }),
};
