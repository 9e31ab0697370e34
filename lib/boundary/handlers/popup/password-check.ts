import { loadCommonPasswords } from '../../../keys/common-passwords.ts';
import { checkPassword } from '../../../keys/password-rule.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Judges a password while it is typed; nothing of it is kept. */
export const passwordCheck: PopupHandler<'password_check', App> = async (app, { password }) =>
  checkPassword(password, await loadCommonPasswords(app.packagedFile));
