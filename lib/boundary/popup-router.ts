/**
 * The one place where messages of the extension's own pages become calls: sender → method → lock → parameters → handler.
 * Errors are caught here once.
 */
import { type PopupRpc, popupFacts } from '../api/popup/popup-rpc.ts';
import { type PopupReply, readPopupMessage } from '../api/wire.ts';
import { LockedError, MethodNotFoundError, serializeError } from '../errors/errors.ts';
import type { BoundaryApp } from './app/boundary-app.ts';
import { isOwnKey } from './call/is-own-key.ts';
import { parseParams } from './call/parse-params.ts';
import { type ErrorReport, reportForeign } from './call/report-foreign.ts';
import { assertOwnPage, type MessageSender, type OwnExtension } from './call/sender.ts';
import type { PopupArea } from './handlers/method/popup-method.ts';

/** Answers a message of the extension's own pages; never rejects. */
export type RoutePopup<App> = (app: App, sender: MessageSender, message: unknown) => Promise<PopupReply>;

/** Makes the router over the background's half of every method; what is true of a method it takes from the other half. */
export function createPopupRouter<App extends BoundaryApp>({
  own,
  methods,
  report,
}: {
  own: OwnExtension;
  methods: PopupArea<PopupRpc, App>;
  report?: ErrorReport;
}): RoutePopup<App> {
  async function call(app: App, sender: MessageSender, message: unknown): Promise<PopupReply> {
    assertOwnPage(sender, own);
    const { method, params } = readPopupMessage(message);
    if (!isOwnKey(popupFacts, method)) throw new MethodNotFoundError();
    const { needs, person } = popupFacts[method];
    const { params: schema, handle } = methods[method];
    if (needs === 'unlocked' && (await app.keyring.state()) !== 'unlocked') throw new LockedError();
    const checked = parseParams(schema, params);
    if (person) await app.keyring.touch();
    // The area ties a name to its parameters; past the schema the compiler cannot follow a name it does not know.
    return { result: await (handle as (app: App, params: unknown) => Promise<unknown>)(app, checked) };
  }

  return async (app, sender, message) => {
    try {
      return await call(app, sender, message);
    } catch (error) {
      reportForeign(report, message, error);
      return { error: serializeError(error, 'popup') };
    }
  };
}
