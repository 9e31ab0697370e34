import type { App } from '../../../app.ts';
import type { PopupHandler } from '../../router.ts';

/** The settings, locked or not. */
export const settingsGet: PopupHandler<'settings_get', App> = (app) => app.settings.get();
