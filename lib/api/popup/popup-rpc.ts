/**
 * The private vocabulary between the popup and the background: every method with its params, its result and what is true of
 * it. It is written down by area, a file each, and taken from here. Types and plain data: nothing here ever carries a key.
 */
import { type AccountRpc, account } from './account.ts';
import { type AnchorsRpc, anchors } from './anchors.ts';
import { type ApprovalsRpc, approvals } from './approvals.ts';
import { type ContactsRpc, contacts } from './contacts.ts';
import { type ConversationsRpc, conversations } from './conversations.ts';
import { type EscrowsRpc, escrows } from './escrows.ts';
import type { Facts } from './facts.ts';
import { type HeldRpc, held } from './held.ts';
import { type RequestsRpc, requests } from './requests.ts';
import { type SitesRpc, sites } from './sites.ts';
import { type VaultRpc, vault } from './vault.ts';
import { type WalletsRpc, wallets } from './wallets.ts';

export type * from './account.ts';
export type * from './anchors.ts';
export type * from './approvals.ts';
export type * from './contacts.ts';
export type * from './conversations.ts';
export type * from './escrows.ts';
export type * from './held.ts';
export type * from './requests.ts';
export type * from './sites.ts';
export type * from './snapshot.ts';
export type * from './topics.ts';
export type * from './wallets.ts';

/** Every method of the popup. */
export interface PopupRpc
  extends AccountRpc,
    VaultRpc,
    ApprovalsRpc,
    SitesRpc,
    ContactsRpc,
    RequestsRpc,
    ConversationsRpc,
    HeldRpc,
    WalletsRpc,
    AnchorsRpc,
    EscrowsRpc {}

/** What is true of every method of the popup. */
export const popupFacts: Facts<PopupRpc> = {
  ...account,
  ...vault,
  ...approvals,
  ...sites,
  ...contacts,
  ...requests,
  ...conversations,
  ...held,
  ...wallets,
  ...anchors,
  ...escrows,
};
