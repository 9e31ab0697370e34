import * as v from 'valibot';
import type { VaultRpc } from '../../../api/popup/vault.ts';
import { checkedAlias } from '../../../domain/checked-alias.ts';
import { InvalidParamsError } from '../../../errors/errors.ts';
import { loadCommonPasswords } from '../../../keys/common-passwords.ts';
import { checkPassword } from '../../../keys/password-rule.ts';
import { restoreFromWords } from '../../../restore/restore-from-words.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { alias, password, words } from '../params/popup-pieces.ts';
import { did, none, text } from '../params/shared.ts';

const ERASE_WORD = 'delete';

/** The background's half of what is about the vault. */
export const vaultMethods: PopupArea<VaultRpc> = {
  // Judges a password while it is typed; nothing of it is kept.
  password_check: {
    params: v.object({ password }),
    handle: async (app, params) =>
      checkPassword(params.password, await loadCommonPasswords(app.packagedFile)),
  },
  // Makes keys, vault and first identity. Registering with the mediator begins at once and is not waited for.
  vault_create: {
    params: v.object({ alias, mediatorDid: did, password }),
    async handle(app, params) {
      const created = await app.keyring.create({ ...params, alias: checkedAlias(params.alias) });
      return { did: created.did };
    },
  },
  vault_restore: {
    params: v.object({ words, mediatorDid: did, password }),
    handle: (app, params) => restoreFromWords(app, params),
  },
  // Throws WrongPasswordError, LimitError.
  vault_unlock: {
    params: v.object({ password }),
    async handle(app, params) {
      await app.keyring.unlock(params.password);
      return null;
    },
  },
  vault_lock: {
    params: none,
    async handle(app) {
      await app.keyring.lock('person');
      return null;
    },
  },
  // Throws WrongPasswordError, LimitError.
  vault_revealWords: {
    params: v.object({ password }),
    handle: async (app, params) => ({ words: await app.keyring.revealWords(params.password) }),
  },
  vault_confirmWords: {
    params: v.object({ words }),
    async handle(app, params) {
      const confirmed = await app.keyring.confirmWords(params.words);
      if (confirmed) app.changes.popup('state');
      return { confirmed };
    },
  },
  // Throws WrongPasswordError, InvalidParamsError.
  vault_changePassword: {
    params: v.object({ password, newPassword: password }),
    async handle(app, params) {
      await app.keyring.changePassword(params.password, params.newPassword);
      return null;
    },
  },
  // What mediators hold stays there.
  vault_erase: {
    params: v.object({ confirmation: text(64) }),
    async handle(app, { confirmation }) {
      if (confirmation.trim().toLowerCase() !== ERASE_WORD)
        throw new InvalidParamsError(`Type "${ERASE_WORD}" to go on.`);
      await app.keyring.erase();
      await app.forgetAll();
      return null;
    },
  },
  // Nothing is to be done: where there is an app, its storage opens. See `answerWithoutStorage`.
  storage_reset: { params: none, handle: async () => null },
};
