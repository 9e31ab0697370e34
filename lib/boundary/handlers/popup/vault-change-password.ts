import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Wraps the vault under another password. Throws WrongPasswordError, InvalidParamsError. */
export const vaultChangePassword: PopupHandler<'vault_changePassword', App> = async (app, params) => {
  await app.keyring.changePassword(params.password, params.newPassword);
  return null;
};
