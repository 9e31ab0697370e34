import { type Domain, exclusively } from '../../domain/domain.ts';
import { type AddressRecord, addressKey } from '../../domain/records/address-record.ts';
import { collectWrites } from '../../domain/writes.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { commitmentOf } from '../../protocol/inner-message.ts';
import { emptyAddress } from '../../wallets/resolve-address.ts';
import { enterSent } from './enter-sent.ts';
import { type OwnHeldSent, parseOwnHeldSent } from './own-held-sent.ts';
import { putSent } from './put-sent.ts';

/**
 * Takes over a message that another device of ours gave to an escrow, or this one before a restore: row, history and room.
 * Nothing is sent for it. It is `queued`, whatever became of it meanwhile: the escrow tells that in the next poll. What is
 * known stays as it is. Throws ProtocolError for a record that does not hold.
 */
export async function takeHeldSent(
  domain: Domain,
  keys: IdentityKeys,
  { stored, event }: OpenedOwnEvent,
): Promise<void> {
  const sent = await parseOwnHeldSent(event.data, keys.did.signingKeyMultibase);
  // What this device sent stands in its tables since before it was saved.
  if (sent.dev === (await domain.device()).id) return;
  const at = stored.meta.timestamp * 1000;
  await exclusively(domain, async () => {
    const known = await domain.tables.held_sent.get(sent.inner.id);
    // Only what the escrow refused and was then given anew has another CID.
    if (known !== undefined && (known.state !== 'failed' || known.cid === sent.cid)) return;
    const writes = collectWrites(domain);
    putSent(writes, keys.index, sent, at);
    if (known === undefined) {
      writes.put('addresses', await continued(domain, keys, sent, at));
      await enterSent(domain, writes, keys.index, sent);
    }
    await writes.commit();
  });
  domain.changes.popup('conversations');
}

/** The address with its room as far as it is known now: the next message has the number after the highest. */
async function continued(
  { tables, clock }: Domain,
  { index }: IdentityKeys,
  { inner }: OwnHeldSent,
  at: number,
): Promise<AddressRecord> {
  const { chain_id: chainId, to_address: address } = inner;
  const before =
    (await tables.addresses.get(addressKey(index, chainId, address))) ??
    emptyAddress(index, { chainId, address }, clock.now());
  const isNext = inner.seq > (before.room?.seq ?? 0);
  return {
    ...before,
    ...(isNext && {
      room: { salt: inner.room_salt, roomId: inner.room_id, seq: inner.seq, prev: commitmentOf(inner) },
    }),
    // Once somebody answers for the address here, only what is sent from here opens the door again.
    ...(before.pinned === null && { unfinishedSince: Math.max(before.unfinishedSince ?? 0, at) }),
  };
}
