import { DEFAULT_CHAIN_SETTINGS } from '../../../domain/chain-settings.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The settings about chains, with those of a new companion. */
export const anchorSettingsGet: PopupHandler<'anchor_settingsGet', App> = async (app) => ({
  ...(await app.chainSettings.get()),
  defaults: DEFAULT_CHAIN_SETTINGS,
});
