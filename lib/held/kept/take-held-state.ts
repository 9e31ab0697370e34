import { type Domain, exclusively } from '../../domain/domain.ts';
import { collectWrites } from '../../domain/writes.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { bookBinding } from './book-binding.ts';
import { noteNewCid } from './note-new-cid.ts';
import { parseOwnHeldState } from './own-held-state.ts';
import { isUnfinished } from './unfinished.ts';

/**
 * Takes over how a message of ours went on, as another device of ours learned it, or this one before a restore. What is
 * at its end here stays as it is, and so does one that was given anew since. Throws ProtocolError for a record that does
 * not hold.
 */
export async function takeHeldState(
  domain: Domain,
  keys: IdentityKeys,
  { event }: OpenedOwnEvent,
): Promise<void> {
  const { id, cid, change, binding } = parseOwnHeldState(event.data);
  await exclusively(domain, async () => {
    const held = await domain.tables.held_sent.get(id);
    if (held?.identityIndex !== keys.index || held.cid !== cid || !isUnfinished(held)) return;
    // The escrow answers a message once: what was held since is not refused.
    if ((change.state === 'held' || change.state === 'failed') && held.state !== 'queued') return;
    if (change.state === 're-encrypted') {
      // Another key may have been known before; then the poll judges it, and this one waits.
      if (binding === null || (await bookBinding(domain, held, { known: binding, succeeds: null })) === null)
        return;
    }
    const writes = collectWrites(domain);
    writes.put('held_sent', { ...held, ...change, at: domain.clock.now() });
    if (change.newCid !== null) await noteNewCid(domain, writes, held, change.newCid);
    await writes.commit();
  });
  domain.changes.popup('conversations', 'state');
}
