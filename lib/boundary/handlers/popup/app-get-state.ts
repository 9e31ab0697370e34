import { appState } from '../../../views/app-state.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** What every screen needs to know first, locked or not. */
export const appGetState: PopupHandler<'app_getState', App> = (app) => appState(app);
