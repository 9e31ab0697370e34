import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Nothing is to be done: where there is an app, its storage opens. See `answerWithoutStorage`. */
export const storageBeginAnew: PopupHandler<'storage_beginAnew', App> = async () => null;
