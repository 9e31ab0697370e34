/** What tests of messages to wallet addresses do with companions in Node: a wallet of viem in the place of a browser's. */
import { expect } from 'vitest';
import type { DecentrlRpc } from '../../lib/api/page.ts';
import type { MessageView } from '../../lib/api/popup/popup-rpc.ts';
import { completeLink } from '../../lib/wallets/complete-link.ts';
import { prepareLink } from '../../lib/wallets/prepare-link.ts';
import { CHAIN_ID, type TestWallet } from './held-personas.ts';
import type { NodeCompanion } from './node-companion.ts';
import { type MediatorOptions, type RunningMediator, startMediator } from './start-mediator.ts';
import { waitUntil } from './wait-until.ts';

/** A mediator that holds messages for addresses. */
export function startEscrow({ env, ...options }: MediatorOptions = {}): Promise<RunningMediator> {
  return startMediator({ ...options, env: { ESCROW: '1', ...env } });
}

/** A site of the escrow's, as far as the browser is concerned. */
export const LINK_ORIGIN = 'https://escrow.example';

/** Answers the only question that is open with yes. */
export async function approveOnly(companion: NodeCompanion): Promise<void> {
  const question = await waitUntil(
    'a question',
    async () => (await companion.popup('approvals_list', undefined))[0],
  );
  const { approvalId, digest, identities, durations } = question;
  await companion.popup('approvals_decide', {
    approvalId,
    digest,
    decision: 'approve',
    ...(identities[0] === undefined ? {} : { identityIndexes: [identities[0].index] }),
    ...(durations.length === 0 ? {} : { duration: durations.at(-1) ?? 'session' }),
  });
}

/** Asks as a page does and gives the result, with a yes of the person where one is needed. */
export async function ask<M extends keyof DecentrlRpc>(
  companion: NodeCompanion,
  origin: string,
  method: M,
  params: DecentrlRpc[M]['params'],
): Promise<DecentrlRpc[M]['result']> {
  const id = crypto.randomUUID().replaceAll('-', '');
  let reply = await companion.page(origin, method, params, id);
  if ('pending' in reply) {
    await approveOnly(companion);
    reply = await waitUntil(`an answer to ${method}`, async () => {
      const now = await companion.page(origin, method, params, id);
      return 'pending' in now ? undefined : now;
    });
  }
  if (!('result' in reply)) throw Object.assign(new Error(JSON.stringify(reply)), { reply });
  return reply.result as DecentrlRpc[M]['result'];
}

/** Links a wallet through the provider, the way the `/link` page does. */
export async function link(
  companion: NodeCompanion,
  wallet: TestWallet,
  options: { escrow?: string; chainId?: number; sign?: TestWallet['sign'] } = {},
): Promise<DecentrlRpc['dmtp_completeLink']['result']> {
  const { escrow, chainId = CHAIN_ID, sign = wallet.sign } = options;
  await ask(companion, LINK_ORIGIN, 'decentrl_requestIdentities', undefined);
  const place = { address: wallet.address, chainId };
  const typedData = await ask(companion, LINK_ORIGIN, 'dmtp_prepareLink', {
    ...place,
    ...(escrow === undefined ? {} : { escrow }),
  });
  const signature = await sign(typedData);
  return ask(companion, LINK_ORIGIN, 'dmtp_completeLink', { ...place, signature });
}

/** The same without the provider and its questions, of which a person is asked a few a minute only. */
export async function linkUnasked(
  companion: NodeCompanion,
  wallet: TestWallet,
  escrow: string,
): Promise<void> {
  const target = { address: wallet.address, chainId: CHAIN_ID };
  const typedData = await prepareLink(companion.app, 0, target, escrow);
  await completeLink(companion.app, [0], target, await wallet.sign(typedData));
}

/** One whole pass, escrows included, and everything that follows from it sent. */
export async function pass(companion: NodeCompanion): Promise<void> {
  await companion.sync();
  await companion.app.escrows.poll({ now: true });
  await companion.drain();
}

let keys = 0;

/** Writes to an address as the person does who saw the label. */
export function hold(companion: NodeCompanion, address: string, text: string) {
  return companion.popup('held_send', {
    to: address,
    chainId: CHAIN_ID,
    text,
    allowHeld: true,
    idempotencyKey: `held-${keys++}`,
  });
}

/** The messages of a conversation, oldest first. */
export async function messages(companion: NodeCompanion, conversationId: string): Promise<MessageView[]> {
  const { items } = await companion.popup('conversation_get', { conversationId, limit: 100 });
  return items.filter((item) => item.kind === 'message');
}

/** The only request of an unknown sender. */
export async function onlyRequest(companion: NodeCompanion) {
  const requests = await companion.popup('requests_list', undefined);
  expect(requests).toHaveLength(1);
  const [request] = requests;
  if (request === undefined) throw new Error('there is no request');
  return request;
}
