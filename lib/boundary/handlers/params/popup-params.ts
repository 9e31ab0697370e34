import * as v from 'valibot';
import type { PopupRpc } from '../../../api/popup/popup-rpc.ts';
import { address, chainId, cursor, did, id, limit, none, text } from './shared.ts';

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000));
const password = text(1_024);
const words = text(2_048);
const alias = text(256);
const key = text(128, 1);
const conversation = v.object({ conversationId: id });
const message = text(65_536);

const settings = v.object({
  lockAfter: v.exactOptional(v.picklist(['1m', '5m', '15m', '30m', '1h', '4h', 'browser-close', 'never'])),
  sendReadReceipts: v.exactOptional(v.boolean()),
  notifications: v.exactOptional(v.boolean()),
  theme: v.exactOptional(v.picklist(['system', 'light', 'dark'])),
});

const url = v.pipe(text(2_048, 1), v.url());
const chainSettings = v.object({
  chainId: v.exactOptional(chainId),
  rpcUrls: v.exactOptional(v.pipe(v.array(url), v.minLength(1), v.maxLength(9))),
  contract: v.exactOptional(v.nullable(address)),
  slot: v.exactOptional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
  gateways: v.exactOptional(v.pipe(v.array(url), v.maxLength(9))),
  chains: v.exactOptional(v.record(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,15}$/)), url)),
  ensRpcUrl: v.exactOptional(v.nullable(url)),
});
/** A wallet address or an ENS name as typed. */
const recipient = text(512, 1);
const messageId = v.object({ messageId: id });

type PopupParams = { [M in keyof PopupRpc]: v.GenericSchema<unknown, PopupRpc[M]['params']> };

/** What the parameters of every private method must look like. */
export const popupParams = {
  app_getState: none,
  mediator_check: v.object({ mediator: text(2_048) }),
  password_check: v.object({ password }),
  vault_create: v.object({ alias, mediatorDid: did, password }),
  vault_restore: v.object({ words, mediatorDid: did, password }),
  vault_unlock: v.object({ password }),
  storage_beginAnew: none,
  vault_lock: none,
  vault_revealWords: v.object({ password }),
  vault_confirmWords: v.object({ words }),
  vault_changePassword: v.object({ password, newPassword: password }),
  vault_erase: v.object({ confirmation: text(64) }),
  identity_add: v.object({ alias, mediatorDid: did }),
  identity_select: v.object({ index }),
  settings_get: none,
  settings_set: v.object({ settings, password: v.exactOptional(password) }),
  conversations_list: v.optional(
    v.object({
      search: v.exactOptional(text(512)),
      offset: v.exactOptional(cursor),
      limit: v.exactOptional(limit),
    }),
  ),
  conversation_get: v.object({
    conversationId: id,
    before: v.exactOptional(cursor),
    limit: v.exactOptional(limit),
  }),
  conversation_markRead: v.object({ conversationId: id, upTo: cursor }),
  conversation_send: v.object({ conversationId: id, text: message, idempotencyKey: id }),
  conversation_retry: v.object({ eventId: id }),
  conversation_saveDraft: v.object({ conversationId: id, text: message }),
  conversation_getDraft: conversation,
  contact_resolve: v.object({ did: text(4_096) }),
  contact_get: v.object({ signingKey: key }),
  contact_update: v.object({
    signingKey: key,
    petname: v.exactOptional(v.nullable(text(256))),
    verified: v.exactOptional(v.boolean()),
    blocked: v.exactOptional(v.boolean()),
    muted: v.exactOptional(v.boolean()),
  }),
  contract_propose: v.object({
    did: text(4_096),
    note: v.exactOptional(text(560)),
    firstMessage: v.exactOptional(message),
  }),
  contract_accept: v.object({ requestId: id }),
  contract_decline: v.object({ requestId: id, block: v.exactOptional(v.boolean()) }),
  contract_revoke: v.object({ signingKey: key }),
  requests_list: none,
  approvals_list: none,
  approvals_get: v.object({ approvalId: id }),
  approvals_decide: v.object({
    approvalId: id,
    digest: text(64, 64),
    decision: v.picklist(['approve', 'reject']),
    identityIndexes: v.exactOptional(v.pipe(v.array(index), v.maxLength(64))),
    duration: v.exactOptional(v.picklist(['once', 'session', '30days', 'until-revoked'])),
    remember: v.exactOptional(v.boolean()),
  }),
  approvals_rejectAll: v.object({ origin: v.exactOptional(text(2_048)) }),
  sites_list: none,
  sites_revoke: v.object({ origin: text(2_048) }),
  sync_now: none,
  diagnostics_get: none,
  held_resolve: v.object({ to: recipient, chainId: v.exactOptional(chainId) }),
  held_send: v.object({
    to: recipient,
    chainId: v.exactOptional(chainId),
    text: message,
    allowHeld: v.boolean(),
    escrow: v.exactOptional(did),
    idempotencyKey: id,
  }),
  held_withdraw: messageId,
  wallets_list: none,
  wallets_linkPage: none,
  wallets_revoke: v.object({ address, chainId, escrow: did }),
  anchor_get: messageId,
  anchor_exportProof: messageId,
  anchor_settingsGet: none,
  anchor_settingsSet: v.object({ settings: chainSettings }),
  escrows_list: none,
  escrows_add: v.object({ escrow: text(2_048, 1) }),
  escrows_remove: v.object({ escrow: did }),
  conversation_setAnchoring: v.object({ conversationId: id, on: v.boolean() }),
} satisfies PopupParams;
