import type { App } from '../app/app.ts';
import { anchorExportProof } from './popup/anchor-export-proof.ts';
import { anchorGet } from './popup/anchor-get.ts';
import { anchorSettingsGet } from './popup/anchor-settings-get.ts';
import { anchorSettingsSet } from './popup/anchor-settings-set.ts';
import { appGetState } from './popup/app-get-state.ts';
import { approvalsDecide } from './popup/approvals-decide.ts';
import { approvalsGet } from './popup/approvals-get.ts';
import { approvalsList } from './popup/approvals-list.ts';
import { approvalsRejectAll } from './popup/approvals-reject-all.ts';
import { contactGet } from './popup/contact-get.ts';
import { contactResolve } from './popup/contact-resolve.ts';
import { contactUpdate } from './popup/contact-update.ts';
import { contractAccept } from './popup/contract-accept.ts';
import { contractDecline } from './popup/contract-decline.ts';
import { contractPropose } from './popup/contract-propose.ts';
import { contractRevoke } from './popup/contract-revoke.ts';
import { conversationGet } from './popup/conversation-get.ts';
import { conversationGetDraft } from './popup/conversation-get-draft.ts';
import { conversationMarkRead } from './popup/conversation-mark-read.ts';
import { conversationRetry } from './popup/conversation-retry.ts';
import { conversationSaveDraft } from './popup/conversation-save-draft.ts';
import { conversationSend } from './popup/conversation-send.ts';
import { conversationSetAnchoring } from './popup/conversation-set-anchoring.ts';
import { conversationsList } from './popup/conversations-list.ts';
import { diagnosticsGet } from './popup/diagnostics-get.ts';
import { escrowsAdd } from './popup/escrows-add.ts';
import { escrowsList } from './popup/escrows-list.ts';
import { escrowsRemove } from './popup/escrows-remove.ts';
import { heldResolve } from './popup/held-resolve.ts';
import { heldSend } from './popup/held-send.ts';
import { heldWithdraw } from './popup/held-withdraw.ts';
import { identityAdd } from './popup/identity-add.ts';
import { identitySelect } from './popup/identity-select.ts';
import { mediatorCheck } from './popup/mediator-check.ts';
import { passwordCheck } from './popup/password-check.ts';
import { requestsList } from './popup/requests-list.ts';
import { settingsGet } from './popup/settings-get.ts';
import { settingsSet } from './popup/settings-set.ts';
import { sitesList } from './popup/sites-list.ts';
import { sitesRevoke } from './popup/sites-revoke.ts';
import { storageBeginAnew } from './popup/storage-begin-anew.ts';
import { syncNow } from './popup/sync-now.ts';
import { vaultChangePassword } from './popup/vault-change-password.ts';
import { vaultConfirmWords } from './popup/vault-confirm-words.ts';
import { vaultCreate } from './popup/vault-create.ts';
import { vaultErase } from './popup/vault-erase.ts';
import { vaultLock } from './popup/vault-lock.ts';
import { vaultRestore } from './popup/vault-restore.ts';
import { vaultRevealWords } from './popup/vault-reveal-words.ts';
import { vaultUnlock } from './popup/vault-unlock.ts';
import { walletsLinkPage } from './popup/wallets-link-page.ts';
import { walletsList } from './popup/wallets-list.ts';
import { walletsRevoke } from './popup/wallets-revoke.ts';
import type { PopupHandlers } from './popup-method.ts';

/** The handlers of every private method. */
export const popupHandlers: PopupHandlers<App> = {
  app_getState: appGetState,
  mediator_check: mediatorCheck,
  password_check: passwordCheck,
  vault_create: vaultCreate,
  vault_restore: vaultRestore,
  vault_unlock: vaultUnlock,
  vault_lock: vaultLock,
  vault_revealWords: vaultRevealWords,
  vault_confirmWords: vaultConfirmWords,
  vault_changePassword: vaultChangePassword,
  vault_erase: vaultErase,
  storage_beginAnew: storageBeginAnew,
  identity_add: identityAdd,
  identity_select: identitySelect,
  settings_get: settingsGet,
  settings_set: settingsSet,
  conversations_list: conversationsList,
  conversation_get: conversationGet,
  conversation_markRead: conversationMarkRead,
  conversation_send: conversationSend,
  conversation_retry: conversationRetry,
  conversation_saveDraft: conversationSaveDraft,
  conversation_getDraft: conversationGetDraft,
  contact_resolve: contactResolve,
  contact_get: contactGet,
  contact_update: contactUpdate,
  contract_propose: contractPropose,
  contract_accept: contractAccept,
  contract_decline: contractDecline,
  contract_revoke: contractRevoke,
  requests_list: requestsList,
  approvals_list: approvalsList,
  approvals_get: approvalsGet,
  approvals_decide: approvalsDecide,
  approvals_rejectAll: approvalsRejectAll,
  sites_list: sitesList,
  sites_revoke: sitesRevoke,
  sync_now: syncNow,
  diagnostics_get: diagnosticsGet,
  held_resolve: heldResolve,
  held_send: heldSend,
  held_withdraw: heldWithdraw,
  wallets_list: walletsList,
  wallets_linkPage: walletsLinkPage,
  wallets_revoke: walletsRevoke,
  anchor_get: anchorGet,
  anchor_exportProof: anchorExportProof,
  anchor_settingsGet: anchorSettingsGet,
  anchor_settingsSet: anchorSettingsSet,
  escrows_list: escrowsList,
  escrows_add: escrowsAdd,
  escrows_remove: escrowsRemove,
  conversation_setAnchoring: conversationSetAnchoring,
};
