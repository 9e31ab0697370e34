import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Shows the 24 words, after the password once more. */
export const vaultRevealWords: PopupHandler<'vault_revealWords', App> = async (app, { password }) => ({
  words: await app.keyring.revealWords(password),
});
