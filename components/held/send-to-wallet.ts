import type { HeldResolution } from '../../lib/api/popup/popup-rpc.ts';
import type { PopupClient } from '../companion/popup-client.ts';

/**
 * Sends a text to a wallet just as `found` says it would travel, which the person saw: where an escrow could read it, by
 * that escrow and no other (security.md B-01). Gives the conversation it is in.
 */
export async function sendToWallet(
  client: PopupClient,
  found: HeldResolution,
  message: { text: string; idempotencyKey: string },
): Promise<string> {
  const { address, chainId, delivery, escrow } = found;
  const { conversationId } = await client.request('held_send', {
    to: address,
    chainId,
    allowHeld: delivery === 'held',
    ...(delivery === 'held' && escrow !== null ? { escrow } : {}),
    ...message,
  });
  return conversationId;
}
