import type { App } from '../../../app.ts';
import { exclusively } from '../../../domain/domain.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Takes an escrow from the list; its key stays remembered, and wallets linked there stay linked. */
export const escrowsRemove: PopupHandler<'escrows_remove', App> = async (app, { escrow }) => {
  await exclusively(app, async () => {
    const known = await app.tables.escrows.get(escrow);
    if (known !== undefined) await app.tables.escrows.put({ ...known, from: 'seen' });
  });
  app.changes.popup('settings');
  return null;
};
