import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Chooses the identity new conversations begin with. */
export const identitySelect: PopupHandler<'identity_select', App> = async (app, { index }) => {
  await app.keyring.selectIdentity(index);
  app.changes.popup('state', 'conversations');
  return null;
};
