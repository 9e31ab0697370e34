import { escrowViews } from '../../../views/escrow-views.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The escrows that are asked and polled: own mediators that are one, and those of the list. */
export const escrowsList: PopupHandler<'escrows_list', App> = (app) => escrowViews(app);
