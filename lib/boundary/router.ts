/**
 * The one place where messages become calls. For a page: sender → what is known of this id → method → rate → permission →
 * lock → parameters → handler; for the popup: sender → method → lock → parameters → handler. Errors are caught here once.
 */
import * as v from 'valibot';
import type { JsonValue } from '../api/decentrl-rpc.ts';
import type { PopupRpc } from '../api/popup/popup-rpc.ts';
import {
  type PageMessage,
  type PageReply,
  type PopupReply,
  readPageMessage,
  readParams,
  readPopupMessage,
} from '../api/wire.ts';
import {
  DecentrlError,
  InternalError,
  InvalidParamsError,
  InvalidRequestError,
  LockedError,
  MethodNotFoundError,
  serializeError,
  UnauthorizedError,
  UserRejectedError,
} from '../errors/errors.ts';
import type { BoundaryApp } from './app/boundary-app.ts';
import {
  AskPerson,
  type Choice,
  type PageCall,
  type PageHandlers,
  type StoredApproval,
} from './call/page-handler.ts';
import {
  assertOwnPage,
  type MessageSender,
  type OwnExtension,
  type PageSender,
  pageSender,
} from './call/sender.ts';
import { pageMethods, popupMethods } from './handlers/methods.ts';

/** One private method. */
export type PopupHandler<M extends keyof PopupRpc, App> = (
  app: App,
  params: PopupRpc[M]['params'],
) => Promise<PopupRpc[M]['result']>;

/** The handlers of all private methods over one app. */
export type PopupHandlers<App> = { [M in keyof PopupRpc]: PopupHandler<M, App> };

export interface Router<App> {
  /** Answers a page's message; never rejects. */
  routePage(app: App, sender: MessageSender, message: unknown): Promise<PageReply>;
  /** Answers a message of the extension's own pages; never rejects. */
  routePopup(app: App, sender: MessageSender, message: unknown): Promise<PopupReply>;
  /** The second phase, for `createApprovals`: works out what to ask, and carries out what was approved. */
  describe(app: App, approval: StoredApproval): Promise<JsonValue | AskPerson>;
  perform(app: App, approval: StoredApproval, choice: Choice): Promise<JsonValue>;
}

type AnyPageHandler<App> = {
  handle(app: App, call: PageCall, params: unknown): Promise<unknown>;
  perform?(app: App, approval: StoredApproval, choice: Choice): Promise<unknown>;
};

function own<T extends object, K extends keyof T & string>(table: T, name: string): name is K {
  return Object.hasOwn(table, name);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  throw new InvalidParamsError(
    parsed.issues
      .slice(0, 8)
      .map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message.slice(0, 200) })),
  );
}

function firstCaller(approval: StoredApproval): PageCall {
  const caller = approval.callers[0];
  if (caller === undefined) throw new InternalError();
  return { origin: approval.origin, userActive: false, ...caller };
}

/** Makes the router over the complete tables of handlers. */
export function createRouter<App extends BoundaryApp>({
  own: extension,
  pageHandlers,
  popupHandlers,
  report,
}: {
  own: OwnExtension;
  pageHandlers: PageHandlers<App>;
  popupHandlers: PopupHandlers<App>;
  /** Told of every error that is not of the tree: it left as -32603 without a word of its own. */
  report?: (method: string, error: unknown) => void;
}): Router<App> {
  // The table ties each name to its parameters; past the schema the compiler cannot follow a name it does not know.
  const handlerOf = (method: keyof typeof pageMethods) => pageHandlers[method] as AnyPageHandler<App>;

  const note = (method: unknown, error: unknown) => {
    if (!(error instanceof DecentrlError))
      report?.(typeof method === 'string' ? method.slice(0, 64) : '', error);
  };
  const methodOf = (message: unknown) =>
    typeof message === 'object' && message !== null && 'method' in message ? message.method : '';

  // The relay asks again when it is unsure; a request that still runs is not started twice.
  const inFlight = new Map<string, Promise<PageReply>>();

  function callPage(app: App, sender: MessageSender, message: unknown): Promise<PageReply> {
    const from = pageSender(sender, extension);
    const request = readPageMessage(message);
    const key = `${from.origin} ${request.id}`;
    const running = inFlight.get(key);
    if (running !== undefined) return running;
    const started = answerPage(app, from, request).finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return started;
  }

  async function answerPage(app: App, from: PageSender, message: PageMessage): Promise<PageReply> {
    const { id, page, method, params: text, active } = message;
    const { origin, tabId } = from;
    const call: PageCall = { origin, tabId, pageId: page, requestId: id, userActive: active === true };

    const known = await app.approvals.find(call.origin, id);
    if (known === 'pending') return { pending: true };
    if (known !== null) return known;

    if (!own(pageMethods, method)) {
      await app.rateLimits.take(call.origin, false);
      throw new MethodNotFoundError();
    }
    const { needs, prompts, params: schema } = pageMethods[method];
    if (prompts && from.prerendered)
      throw new InvalidRequestError('A page that is not shown yet cannot ask.');
    await app.rateLimits.take(call.origin, prompts);
    if (needs.grant !== undefined && !(await app.grants.has(call, needs.grant)))
      throw new UnauthorizedError();
    if (prompts && (await app.grants.isRefused(call.origin))) throw new UserRejectedError('rejected');
    const locked = needs.unlocked === true && (await app.keyring.state()) !== 'unlocked';
    if (locked && needs.approval === undefined) throw new LockedError();
    const params = parse<unknown>(schema, readParams(text));

    let ask: StoredApproval['ask'] = null;
    if (!locked) {
      const outcome = await handlerOf(method).handle(app, call, params);
      if (!(outcome instanceof AskPerson)) return { result: outcome as JsonValue };
      ask = outcome.ask;
    }
    if (needs.approval === undefined) throw new InternalError();
    const request = {
      origin: call.origin,
      method,
      kind: needs.approval,
      params: (params ?? null) as JsonValue | null,
      ask,
      firstTime: await app.grants.isNew(call.origin),
    };
    await app.approvals.submit(request, { requestId: id, tabId: call.tabId, pageId: page });
    return { pending: true };
  }

  async function callPopup(app: App, sender: MessageSender, message: unknown): Promise<PopupReply> {
    assertOwnPage(sender, extension);
    const { method, params } = readPopupMessage(message);
    if (!own(popupMethods, method)) throw new MethodNotFoundError();
    const { needs, person, params: schema } = popupMethods[method];
    if (needs.unlocked === true && (await app.keyring.state()) !== 'unlocked') throw new LockedError();
    const checked = parse<unknown>(schema, params);
    if (person) await app.keyring.touch();
    const handler = popupHandlers[method] as (app: App, params: unknown) => Promise<unknown>;
    return { result: await handler(app, checked) };
  }

  return {
    async routePage(app, sender, message) {
      try {
        const reply = await callPage(app, sender, message);
        const origin = sender.origin ?? '';
        const pageId = (message as { page: string }).page;
        const live = await app.grants.has({ origin, pageId }, [
          'decentrl_identities',
          'decentrl_contracts',
          'decentrl_events',
        ]);
        return live ? { ...reply, live } : reply;
      } catch (error) {
        note(methodOf(message), error);
        return { error: serializeError(error, 'page') };
      }
    },

    async routePopup(app, sender, message) {
      try {
        return await callPopup(app, sender, message);
      } catch (error) {
        note(methodOf(message), error);
        return { error: serializeError(error, 'popup') };
      }
    },

    async describe(app, approval) {
      const { method, params } = approval;
      const call = firstCaller(approval);
      const { needs } = pageMethods[method];
      if (needs.grant !== undefined && !(await app.grants.has(call, needs.grant)))
        throw new UnauthorizedError();
      return (await handlerOf(method).handle(app, call, params ?? undefined)) as JsonValue | AskPerson;
    },

    async perform(app, approval, choice) {
      const { method } = approval;
      const { needs } = pageMethods[method];
      if (needs.unlocked === true && (await app.keyring.state()) !== 'unlocked') throw new LockedError();
      if (needs.grant !== undefined && !(await app.grants.has(firstCaller(approval), needs.grant))) {
        throw new UnauthorizedError();
      }
      const { perform } = handlerOf(method);
      if (perform === undefined) throw new InternalError();
      try {
        return (await perform(app, approval, choice)) as JsonValue;
      } catch (error) {
        note(method, error);
        throw error;
      }
    },
  };
}
