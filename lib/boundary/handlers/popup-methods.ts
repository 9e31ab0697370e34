import type { PopupRpc } from '../../api/popup/popup-rpc.ts';
import type { PopupArea } from './method/popup-method.ts';
import { accountMethods } from './popup/account.ts';
import { anchorsMethods } from './popup/anchors.ts';
import { approvalsMethods } from './popup/approvals.ts';
import { contactsMethods } from './popup/contacts.ts';
import { conversationsMethods } from './popup/conversations.ts';
import { escrowsMethods } from './popup/escrows.ts';
import { heldMethods } from './popup/held.ts';
import { requestsMethods } from './popup/requests.ts';
import { sitesMethods } from './popup/sites.ts';
import { vaultMethods } from './popup/vault.ts';
import { walletsMethods } from './popup/wallets.ts';

/** The background's half of every method of the popup, a file an area. */
export const popupMethods: PopupArea<PopupRpc> = {
  ...accountMethods,
  ...vaultMethods,
  ...approvalsMethods,
  ...sitesMethods,
  ...contactsMethods,
  ...requestsMethods,
  ...conversationsMethods,
  ...heldMethods,
  ...walletsMethods,
  ...anchorsMethods,
  ...escrowsMethods,
};
