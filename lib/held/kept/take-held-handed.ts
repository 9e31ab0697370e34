import { type Domain, exclusively } from '../../domain/domain.ts';
import { heldReceivedKey } from '../../domain/records/held-received-record.ts';
import { collectWrites } from '../../domain/writes.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { parseOwnHeldHanded } from './own-held-handed.ts';

/**
 * Takes over how the hand-over of a message to us ended at another device of ours, or at this one before a restore. A row
 * that is at its end here stays as it is. Throws ProtocolError for a record that does not hold.
 */
export async function takeHeldHanded(
  domain: Domain,
  keys: IdentityKeys,
  { event }: OpenedOwnEvent,
): Promise<void> {
  const { senderSigningKey, id, end } = parseOwnHeldHanded(event.data);
  await exclusively(domain, async () => {
    const { held_received, message_cids } = domain.tables;
    const row = await held_received.get(heldReceivedKey(keys.index, senderSigningKey, id));
    if (row?.state !== 'opened') return;
    const writes = collectWrites(domain);
    writes.put('held_received', { ...row, ...end, rekey: null, at: domain.clock.now() });
    const { newCid } = end;
    if (newCid !== null) {
      const known = await message_cids.get(id);
      const held = (known?.cids ?? []).filter(({ what }) => what === 'held');
      writes.put('message_cids', {
        eventId: id,
        identityIndex: keys.index,
        cids: [...held, { what: 're-encrypted', cid: newCid, listedBy: row.escrow, block: null }],
      });
    }
    await writes.commit();
  });
  domain.changes.popup('conversations', 'requests');
}
