import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Changes the given settings. Throws WrongPasswordError for a lock switched off without the password. */
export const settingsSet: PopupHandler<'settings_set', App> = async (app, { settings, password }) => {
  const changed = await app.settings.set(settings, password);
  app.changes.popup('settings', 'state');
  return changed;
};
