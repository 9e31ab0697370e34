import { InvalidParamsError } from '../../../errors/errors.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

const WORD = 'delete';

/** Removes everything from this browser, when the person typed the word. What mediators hold stays there. */
export const vaultErase: PopupHandler<'vault_erase', App> = async (app, { confirmation }) => {
  if (confirmation.trim().toLowerCase() !== WORD) throw new InvalidParamsError(`Type "${WORD}" to go on.`);
  await app.keyring.erase();
  await app.forgetAll();
  return null;
};
