import type { Domain } from '../domain/domain.ts';
import type { EscrowPoll } from '../held/poll-escrows.ts';
import type { Outbox } from '../mediator-client/outbox/outbox.ts';
import type { Registrations } from '../mediator-client/registrations.ts';
import type { Sync } from '../mediator-client/sync/sync.ts';

/** What this works with. */
export interface SyncNowContext extends Pick<Domain, 'keyring' | 'log'> {
  readonly registrations: Pick<Registrations, 'ensure'>;
  readonly sync: Pick<Sync, 'syncIdentity'>;
  readonly escrows: Pick<EscrowPoll, 'poll'>;
  readonly outbox: Pick<Outbox, 'flush'>;
}

/** Reads every mediator and escrow and sends what waits, now. What fails is told by `app_getState`. */
export async function syncNow(app: SyncNowContext): Promise<void> {
  const profiles = await app.keyring.profiles();
  for (const { index } of profiles) {
    await app.registrations.ensure(index).catch((error: unknown) => app.log.info('registration', { error }));
  }
  await Promise.all(profiles.map(({ index }) => app.sync.syncIdentity(index, { contracts: true })));
  await app.escrows.poll({ now: true });
  await app.outbox.flush();
}
