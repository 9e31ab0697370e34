import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Reads every mediator and sends what waits, now. What fails is told by `app_getState`. */
export const syncNow: PopupHandler<'sync_now', App> = async (app) => {
  const profiles = await app.keyring.profiles();
  for (const { index } of profiles) {
    await app.registrations.ensure(index).catch((error: unknown) => app.log.info('registration', { error }));
  }
  await Promise.all(profiles.map(({ index }) => app.sync.syncIdentity(index, { contracts: true })));
  await app.escrows.poll({ now: true });
  await app.outbox.flush();
  return null;
};
