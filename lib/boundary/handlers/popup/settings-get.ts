import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The settings, locked or not. */
export const settingsGet: PopupHandler<'settings_get', App> = (app) => app.settings.get();
