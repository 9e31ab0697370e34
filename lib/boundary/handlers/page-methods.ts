import type { PageMethods } from './method/page-method.ts';
import { acceptContract } from './page/accept-contract.ts';
import { declineContract } from './page/decline-contract.ts';
import { dmtpCompleteLink } from './page/dmtp-complete-link.ts';
import { dmtpGetMessageStatus } from './page/dmtp-get-message-status.ts';
import { dmtpPrepareLink } from './page/dmtp-prepare-link.ts';
import { dmtpResolveRecipient } from './page/dmtp-resolve-recipient.ts';
import { dmtpSendMessage } from './page/dmtp-send-message.ts';
import { dmtpVerifyProof } from './page/dmtp-verify-proof.ts';
import { getCapabilities } from './page/get-capabilities.ts';
import { getContracts } from './page/get-contracts.ts';
import { getEventStatus } from './page/get-event-status.ts';
import { getEvents } from './page/get-events.ts';
import { getPermissions } from './page/get-permissions.ts';
import { identities } from './page/identities.ts';
import { openContract } from './page/open-contract.ts';
import { openInbox } from './page/open-inbox.ts';
import { renewContract } from './page/renew-contract.ts';
import { requestIdentities } from './page/request-identities.ts';
import { requestPermissions } from './page/request-permissions.ts';
import { revokeContract } from './page/revoke-contract.ts';
import { revokePermissions } from './page/revoke-permissions.ts';
import { sendEvent } from './page/send-event.ts';
import { signIn } from './page/sign-in.ts';
import { subscribe } from './page/subscribe.ts';
import { unsubscribe } from './page/unsubscribe.ts';

/** Every method of a page, by name; one that is missing, or stands under another's name, does not compile. */
export const pageMethods: PageMethods = {
  decentrl_getCapabilities: getCapabilities,
  decentrl_requestIdentities: requestIdentities,
  decentrl_identities: identities,
  decentrl_signIn: signIn,
  wallet_getPermissions: getPermissions,
  wallet_requestPermissions: requestPermissions,
  wallet_revokePermissions: revokePermissions,
  decentrl_openContract: openContract,
  decentrl_acceptContract: acceptContract,
  decentrl_declineContract: declineContract,
  decentrl_getContracts: getContracts,
  decentrl_revokeContract: revokeContract,
  decentrl_renewContract: renewContract,
  decentrl_sendEvent: sendEvent,
  decentrl_getEvents: getEvents,
  decentrl_getEventStatus: getEventStatus,
  decentrl_subscribe: subscribe,
  decentrl_unsubscribe: unsubscribe,
  decentrl_openInbox: openInbox,
  dmtp_resolveRecipient: dmtpResolveRecipient,
  dmtp_sendMessage: dmtpSendMessage,
  dmtp_prepareLink: dmtpPrepareLink,
  dmtp_completeLink: dmtpCompleteLink,
  dmtp_getMessageStatus: dmtpGetMessageStatus,
  dmtp_verifyProof: dmtpVerifyProof,
};
