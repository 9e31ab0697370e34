/**
 * The table of what a page may call, what it takes and what it needs. The router does nothing a row does not say; a new
 * method is one row, one schema in `params/`, one handler file and one test.
 */
import type * as v from 'valibot';
import type { DecentrlRpc, GrantName } from '../../api/decentrl-rpc.ts';
import type { ApprovalKind } from '../call/page-handler.ts';
import { pageParams } from './params/page-params.ts';

export interface PageMethod<M extends keyof DecentrlRpc> {
  readonly audience: 'page';
  readonly params: v.GenericSchema<unknown, DecentrlRpc[M]['params']>;
  readonly needs: {
    /** Keys are needed. Methods that do not prompt answer 4320 while locked; those that do wait for the unlock screen. */
    readonly unlocked?: true;
    /** One of these; without, the answer is the uniform 4100, locked or not. The handler checks the caveats. */
    readonly grant?: readonly GrantName[];
    readonly approval?: ApprovalKind;
  };
  /** True where a person may be asked. */
  readonly prompts: boolean;
}

function page<M extends keyof DecentrlRpc>(name: M, needs: PageMethod<M>['needs']): PageMethod<M> {
  const params: v.GenericSchema<unknown, DecentrlRpc[M]['params']> = pageParams[name];
  return { audience: 'page', params, needs, prompts: needs.approval !== undefined };
}

const connected: readonly GrantName[] = ['decentrl_identities'];
const contracts: readonly GrantName[] = ['decentrl_contracts', 'decentrl_identities'];
const events: readonly GrantName[] = ['decentrl_events'];
const addressed: readonly GrantName[] = ['dmtp_send'];

export const pageMethods: { readonly [M in keyof DecentrlRpc]: PageMethod<M> } = {
  decentrl_getCapabilities: page('decentrl_getCapabilities', {}),
  decentrl_requestIdentities: page('decentrl_requestIdentities', { approval: 'connect' }),
  decentrl_identities: page('decentrl_identities', {}),
  decentrl_signIn: page('decentrl_signIn', { unlocked: true, grant: connected, approval: 'signIn' }),
  wallet_getPermissions: page('wallet_getPermissions', {}),
  wallet_requestPermissions: page('wallet_requestPermissions', { approval: 'permissions' }),
  wallet_revokePermissions: page('wallet_revokePermissions', {}),
  decentrl_openContract: page('decentrl_openContract', {
    unlocked: true,
    grant: connected,
    approval: 'openContract',
  }),
  decentrl_acceptContract: page('decentrl_acceptContract', {
    unlocked: true,
    grant: contracts,
    approval: 'acceptContract',
  }),
  decentrl_declineContract: page('decentrl_declineContract', {
    unlocked: true,
    grant: contracts,
    approval: 'declineContract',
  }),
  decentrl_getContracts: page('decentrl_getContracts', { unlocked: true, grant: contracts }),
  decentrl_revokeContract: page('decentrl_revokeContract', {
    unlocked: true,
    grant: contracts,
    approval: 'revokeContract',
  }),
  decentrl_renewContract: page('decentrl_renewContract', {
    unlocked: true,
    grant: contracts,
    approval: 'renewContract',
  }),
  decentrl_sendEvent: page('decentrl_sendEvent', { unlocked: true, grant: events }),
  decentrl_getEvents: page('decentrl_getEvents', { unlocked: true, grant: events }),
  decentrl_getEventStatus: page('decentrl_getEventStatus', { unlocked: true, grant: events }),
  decentrl_subscribe: page('decentrl_subscribe', { unlocked: true, grant: events }),
  decentrl_unsubscribe: page('decentrl_unsubscribe', { grant: events }),
  decentrl_openInbox: page('decentrl_openInbox', {}),
  dmtp_resolveRecipient: page('dmtp_resolveRecipient', { unlocked: true, grant: addressed }),
  dmtp_sendMessage: page('dmtp_sendMessage', { unlocked: true, grant: addressed, approval: 'sendHeld' }),
  dmtp_prepareLink: page('dmtp_prepareLink', { unlocked: true, grant: connected, approval: 'linkWallet' }),
  dmtp_completeLink: page('dmtp_completeLink', { unlocked: true, grant: connected }),
  dmtp_getMessageStatus: page('dmtp_getMessageStatus', { unlocked: true, grant: ['dmtp_send', 'dmtp_read'] }),
  dmtp_verifyProof: page('dmtp_verifyProof', {}),
};
