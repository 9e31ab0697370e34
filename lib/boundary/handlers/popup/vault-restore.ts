import { restoreFromWords } from '../../../restore/restore-from-words.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Restores identities, contacts, contracts and history from the 24 words and a mediator that has the ciphertext. */
export const vaultRestore: PopupHandler<'vault_restore', App> = (app, params) =>
  restoreFromWords(app, params);
