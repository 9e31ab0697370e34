import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Unlocks with the password. Throws WrongPasswordError, LimitError. */
export const vaultUnlock: PopupHandler<'vault_unlock', App> = async (app, { password }) => {
  await app.keyring.unlock(password);
  return null;
};
