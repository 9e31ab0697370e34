import { InvalidParamsError } from '../../../errors/errors.ts';
import { contactableUrl } from '../../../net/host-policy.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Changes what is given. Throws InvalidParamsError for an address that may not be contacted. */
export const anchorSettingsSet: PopupHandler<'anchor_settingsSet', App> = async (app, { settings }) => {
  const { rpcUrls = [], gateways = [], chains = {}, ensRpcUrl } = settings;
  for (const url of [...rpcUrls, ...gateways, ...Object.values(chains), ...(ensRpcUrl ? [ensRpcUrl] : [])])
    assertContactable(url);
  const changed = await app.chainSettings.set(settings);
  app.changes.popup('settings');
  return changed;
};

function assertContactable(url: string): void {
  try {
    contactableUrl(url, 'http', true);
  } catch {
    throw new InvalidParamsError(`This address cannot be used: ${url}. Use a public https address.`);
  }
}
