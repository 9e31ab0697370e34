import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Compares pasted words with the ones of the vault. */
export const vaultConfirmWords: PopupHandler<'vault_confirmWords', App> = async (app, { words }) => {
  const confirmed = await app.keyring.confirmWords(words);
  if (confirmed) app.changes.popup('state');
  return { confirmed };
};
