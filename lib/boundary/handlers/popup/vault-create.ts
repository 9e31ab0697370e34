import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';
import { checkedAlias } from './checked-alias.ts';

/** Makes keys, vault and first identity. Registering with the mediator begins at once and is not waited for. */
export const vaultCreate: PopupHandler<'vault_create', App> = async (
  app,
  { alias, mediatorDid, password },
) => {
  const { did } = await app.keyring.create({ alias: checkedAlias(alias), mediatorDid, password });
  return { did };
};
