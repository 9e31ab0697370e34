import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Locks at once. */
export const vaultLock: PopupHandler<'vault_lock', App> = async (app) => {
  await app.keyring.lock('person');
  return null;
};
