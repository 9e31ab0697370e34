import { exclusively } from '../../domain/domain.ts';
import type { HeldDomain } from '../../domain/held-domain.ts';
import { collectWrites } from '../../domain/writes.ts';
import { RecipientNotReadyError } from '../../errors/errors.ts';
import { sealHeld } from '../../protocol/held-record.ts';
import type { InnerMessage } from '../../protocol/inner-message.ts';
import { defaultNotAfter, resolveAddress } from '../../wallets/resolve-address.ts';
import { queueHeld } from './hold-message.ts';
import { sendReady } from './send-ready.ts';

/**
 * Gives a message that failed at the escrow again, with the same words under the same id: end to end if somebody answers
 * now, else held anew. Tells whether there was such a message. Throws RecipientNotReadyError.
 */
export async function retryHeld(domain: HeldDomain, id: string): Promise<boolean> {
  const held = await domain.tables.held_sent.get(id);
  if (held === undefined || held.state === 'end-to-end') return false;
  if (held.state !== 'failed') return true;
  const resolution = await resolveAddress(domain, held.identityIndex, held);
  if (resolution.delivery === 'e2ee') {
    await domain.tables.held_sent.put({ ...held, state: 'ready', at: domain.clock.now() });
    await sendReady(domain, id);
    return true;
  }
  if (resolution.delivery !== 'held') {
    throw new RecipientNotReadyError('problem' in resolution ? resolution.problem : undefined);
  }
  const { escrow } = resolution;
  // The person said yes to one escrow; the words go to no other without being asked again.
  if (escrow.did !== held.escrow) throw new RecipientNotReadyError();
  const inner = held.inner as unknown as InnerMessage;
  const { identityIndex, conversationId, origin, address } = held;
  const keys = await domain.keyring.identity(identityIndex);
  const notAfter = defaultNotAfter(Math.floor(domain.commands.now(escrow.did) / 1000));
  const sealed = await sealHeld(inner, { receiver: address, notAfter, epoch: escrow });
  await exclusively(domain, async () => {
    const writes = collectWrites(domain);
    await queueHeld(domain, writes, keys, { inner, sealed, escrow: escrow.did, tags: [], origin });
    await writes.commit();
  });
  domain.changes.popup('conversations', `conversation:${conversationId}`);
  return true;
}
