import * as v from 'valibot';
import type { AccountRpc } from '../../../api/popup/account.ts';
import { checkedAlias } from '../../../domain/checked-alias.ts';
import { syncNow } from '../../../sync/sync-now.ts';
import { appState } from '../../../views/app-state.ts';
import { diagnosticsReport } from '../../../views/diagnostics-report.ts';
import { mediatorCheck } from '../../../views/mediator-check.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { alias, identityIndex, password, typedMediator } from '../params/popup-pieces.ts';
import { did, none } from '../params/shared.ts';

const settings = v.object({
  lockAfter: v.exactOptional(v.picklist(['1m', '5m', '15m', '30m', '1h', '4h', 'browser-close', 'never'])),
  sendReadReceipts: v.exactOptional(v.boolean()),
  notifications: v.exactOptional(v.boolean()),
  theme: v.exactOptional(v.picklist(['system', 'light', 'dark'])),
});

/** The background's half of what is about the companion itself. */
export const accountMethods: PopupArea<AccountRpc> = {
  app_getState: { params: none, handle: (app) => appState(app) },
  mediator_check: {
    params: v.object({ mediator: typedMediator }),
    handle: (app, { mediator }) => mediatorCheck(app.directory, mediator),
  },
  // The new identity is registered like the first, which is not waited for. Throws InvalidParamsError.
  identity_add: {
    params: v.object({ alias, mediatorDid: did }),
    async handle(app, params) {
      const { mediatorDid } = params;
      const added = await app.keyring.addIdentity({ alias: checkedAlias(params.alias), mediatorDid });
      app.changes.popup('state');
      app.startSoon();
      return { did: added.did };
    },
  },
  identity_select: {
    params: v.object({ index: identityIndex }),
    async handle(app, { index }) {
      await app.keyring.selectIdentity(index);
      app.changes.popup('state', 'conversations');
      return null;
    },
  },
  settings_get: { params: none, handle: (app) => app.settings.get() },
  // Throws WrongPasswordError for a lock switched off without the password.
  settings_set: {
    params: v.object({ settings, password: v.exactOptional(password) }),
    async handle(app, params) {
      const changed = await app.settings.set(params.settings, params.password);
      app.changes.popup('settings', 'state');
      return changed;
    },
  },
  sync_now: {
    params: none,
    async handle(app) {
      await syncNow(app);
      return null;
    },
  },
  diagnostics_get: { params: none, handle: async (app) => ({ report: await diagnosticsReport(app) }) },
};
