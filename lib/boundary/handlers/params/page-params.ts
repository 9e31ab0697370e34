import * as v from 'valibot';
import type { DecentrlRpc } from '../../../api/decentrl-rpc.ts';
import {
  address,
  chainId,
  cursor,
  did,
  eventType,
  eventTypePattern,
  hexBytes,
  id,
  json,
  limit,
  none,
  seconds,
  tag,
  tags,
  text,
} from './shared.ts';

const grantName = v.picklist([
  'decentrl_identities',
  'decentrl_contracts',
  'decentrl_events',
  'dmtp_send',
  'dmtp_read',
]);
const permissionRequest = v.pipe(
  v.record(grantName, v.record(text(64, 1), json)),
  v.check((value) => Object.keys(value).length > 0, 'must name at least one permission'),
);
const requestId = v.object({ requestId: id });
const contractId = v.object({ contractId: id });
const eventTypes = v.pipe(v.array(eventTypePattern), v.maxLength(32));

type PageParams = {
  [M in keyof DecentrlRpc]: v.GenericSchema<unknown, DecentrlRpc[M]['params']>;
};

/** What the parameters of every public method must look like, after `[params]` was unwrapped (provider-api.md *Methods*). */
export const pageParams = {
  decentrl_getCapabilities: none,
  decentrl_requestIdentities: v.optional(
    v.object({
      reason: v.exactOptional(text(280)),
      mode: v.exactOptional(v.picklist(['shared', 'pairwise'])),
    }),
  ),
  decentrl_identities: none,
  decentrl_signIn: v.object({
    nonce: v.pipe(text(128, 8), v.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')),
    statement: v.exactOptional(text(1_000)),
    expirationTime: v.exactOptional(seconds),
    resources: v.exactOptional(v.pipe(v.array(text(2_048, 1)), v.maxLength(16))),
  }),
  wallet_getPermissions: none,
  wallet_requestPermissions: permissionRequest,
  wallet_revokePermissions: permissionRequest,
  decentrl_openContract: v.object({
    peer: did,
    purpose: v.exactOptional(text(280)),
    eventTypes: v.exactOptional(eventTypes),
    expiresAt: v.exactOptional(seconds),
    note: v.exactOptional(text(560)),
  }),
  decentrl_acceptContract: requestId,
  decentrl_declineContract: requestId,
  decentrl_getContracts: v.optional(
    v.object({
      status: v.exactOptional(
        v.picklist(['proposed', 'requested', 'active', 'declined', 'expired', 'revoked']),
      ),
      peer: v.exactOptional(did),
      cursor: v.exactOptional(cursor),
      limit: v.exactOptional(limit),
    }),
  ),
  decentrl_revokeContract: contractId,
  decentrl_renewContract: contractId,
  decentrl_sendEvent: v.object({
    contractId: id,
    type: eventType,
    data: json,
    tags: v.exactOptional(tags),
    ephemeral: v.exactOptional(v.boolean()),
    idempotencyKey: v.exactOptional(id),
  }),
  decentrl_getEvents: v.optional(
    v.object({
      contractId: v.exactOptional(id),
      types: v.exactOptional(eventTypes),
      tags: v.exactOptional(v.pipe(v.array(tag), v.maxLength(16))),
      after: v.exactOptional(cursor),
      limit: v.exactOptional(limit),
    }),
  ),
  decentrl_getEventStatus: v.object({ eventId: id }),
  decentrl_subscribe: v.optional(
    v.object({
      contractId: v.exactOptional(id),
      types: v.exactOptional(eventTypes),
      after: v.exactOptional(cursor),
    }),
  ),
  decentrl_unsubscribe: v.object({ subscriptionId: id }),
  dmtp_resolveRecipient: v.object({ to: address, chainId: v.exactOptional(chainId) }),
  dmtp_sendMessage: v.object({
    to: address,
    chainId: v.exactOptional(chainId),
    content: v.object({ type: eventType, body: json }),
    allowHeld: v.exactOptional(v.boolean()),
    idempotencyKey: v.exactOptional(id),
  }),
  dmtp_prepareLink: v.object({ address, chainId, escrow: v.exactOptional(did) }),
  // A contract wallet's signature is of any length; 8 KiB are more than any known one has.
  dmtp_completeLink: v.object({ address, chainId, signature: hexBytes(8_192) }),
  dmtp_getMessageStatus: v.object({ messageId: id }),
  dmtp_verifyProof: v.object({ proof: json }),
  decentrl_openInbox: v.optional(v.object({ contractId: v.exactOptional(id) })),
} satisfies PageParams;
