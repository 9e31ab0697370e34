import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { addressKey } from '../../domain/records/address-record.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { RecipientNotReadyError } from '../../errors/errors.ts';
import { sealHeld } from '../../protocol/held-record.ts';
import { defaultNotAfter, resolveAddress } from '../../wallets/resolve-address.ts';
import { queueHeld } from './hold-message.ts';
import { sendEndToEnd } from './send-ready.ts';

/**
 * Gives a message that failed at the escrow again, with the same words under the same id: end to end if somebody answers
 * now, else held anew; asked twice at once, it goes once. Tells whether there was such a message. Throws
 * RecipientNotReadyError, and InvalidParamsError when who answers is blocked.
 */
export async function retryHeld(domain: ConnectedDomain, id: string): Promise<boolean> {
  const held = await domain.tables.held_sent.get(id);
  if (held === undefined || held.state === 'end-to-end') return false;
  if (held.state !== 'failed') return true;
  const resolution = await resolveAddress(domain, held.identityIndex, held);
  if (resolution.delivery === 'e2ee') {
    const { peerDid } = resolution;
    await change(domain, async (tx) => {
      if (await isAsItWas(tx, held)) await sendEndToEnd(tx, held, peerDid);
    });
    return true;
  }
  if (resolution.delivery !== 'held') {
    throw new RecipientNotReadyError('problem' in resolution ? resolution.problem : undefined);
  }
  const { escrow } = resolution;
  // The person said yes to one escrow; the words go to no other without being asked again.
  if (escrow.did !== held.escrow) throw new RecipientNotReadyError();
  const { inner, identityIndex, conversationId, origin, chainId, address } = held;
  const keys = await domain.keyring.identity(identityIndex);
  const notAfter = defaultNotAfter(Math.floor(domain.commands.now(escrow.did) / 1000));
  const sealed = await sealHeld(inner, { receiver: address, notAfter, epoch: escrow });
  await change(domain, async (tx) => {
    if (!(await isAsItWas(tx, held))) return;
    const known = await tx.tables.addresses.get(addressKey(identityIndex, chainId, address));
    if (known?.pinned != null || known?.candidate != null) throw new RecipientNotReadyError();
    await queueHeld(tx, keys, { inner, sealed, escrow: escrow.did, tags: [], origin });
    tx.after(() => tx.changes.popup('conversations', `conversation:${conversationId}`));
  });
  return true;
}

/** Whether nobody gave it anew, or took it over, while the escrows were asked. */
async function isAsItWas(tx: Tx, { id, cid }: HeldSentRecord): Promise<boolean> {
  const now = await tx.tables.held_sent.get(id);
  return now?.state === 'failed' && now.cid === cid;
}
