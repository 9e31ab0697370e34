import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';
import { checkedAlias } from './checked-alias.ts';

/** Adds the next identity of the same words; it is registered like the first. */
export const identityAdd: PopupHandler<'identity_add', App> = async (app, { alias, mediatorDid }) => {
  const { did } = await app.keyring.addIdentity({ alias: checkedAlias(alias), mediatorDid });
  app.changes.popup('state');
  app.startSoon();
  return { did };
};
