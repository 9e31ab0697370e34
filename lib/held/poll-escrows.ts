import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { type HeldSentRecord, isUnfinished } from '../domain/records/held-sent-record.ts';
import { DecentrlError, LockedError } from '../errors/errors.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { Locks } from '../platform/locks.ts';
import { escrowsOf, trustedEscrow } from '../wallets/escrow-list.ts';
import { receiveHeld } from './receive/receive-held.ts';
import { acceptExpected } from './send/accept-expected.ts';
import { pollSent } from './send/poll-sent.ts';
import { sendReady } from './send/send-ready.ts';

/** Looks after everything escrows hold for us or from us. */
export interface EscrowPoll {
  /** One pass over all identities and escrows; at most every 30 s unless `now`. What fails is tried in the next. Throws LockedError. */
  poll(options?: { now?: boolean }): Promise<void>;
}

const RECENT_MS = 30_000;
const LOCK_NAME = 'decentrl.escrows';

/** Makes the poll; by `locks`, one pass at a time over all contexts. */
export function createEscrowPoll(domain: () => ConnectedDomain, locks: Pick<Locks, 'run'>): EscrowPoll {
  let polledAt = 0;
  return {
    async poll({ now = false } = {}) {
      const { clock, keyring } = domain();
      const age = clock.now() - polledAt;
      if (!now && age >= 0 && age < RECENT_MS) return;
      polledAt = clock.now();
      await locks.run(LOCK_NAME, async () => {
        for (const keys of await keyring.identities()) await pollIdentity(domain(), keys);
      });
    },
  };
}

async function pollIdentity(domain: ConnectedDomain, keys: IdentityKeys): Promise<void> {
  const all = await domain.tables.held_sent.getAll();
  const sent = all.filter(({ identityIndex }) => identityIndex === keys.index);
  const listed = await escrowsOf(domain, keys);
  const escrows = new Set([...listed, ...sent.filter(isUnfinished).map(({ escrow }) => escrow)]);
  for (const escrow of escrows) {
    await attempt(domain, () =>
      pollEscrow(domain, keys, { escrow, sent, isListed: listed.includes(escrow) }),
    );
  }
  for (const { id, state } of sent) {
    if (state === 'ready') await attempt(domain, () => sendReady(domain, id));
  }
  await attempt(domain, () => acceptExpected(domain, keys.index));
}

async function pollEscrow(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  { escrow, sent, isListed }: { escrow: string; sent: readonly HeldSentRecord[]; isListed: boolean },
): Promise<void> {
  await trustedEscrow(domain, escrow);
  const open = sent.filter((one) => one.escrow === escrow && isUnfinished(one));
  if (open.length > 0) {
    // What waits in the outbox can only be taken by an escrow that knows us.
    await domain.registrations.ensure(keys.index, escrow);
    await pollSent(domain, keys, escrow);
  }
  if (isListed) await receiveHeld(domain, keys, escrow);
}

/** An escrow that does not answer holds up no other, nor does a message whose recipient is blocked. */
async function attempt(domain: ConnectedDomain, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LockedError) throw error;
    if (!(error instanceof DecentrlError)) domain.log.warn('an escrow could not be polled', { error });
    else domain.log.info('an escrow could not be polled', { code: error.code, reason: error.message });
  }
}
