/**
 * The one place where a page's messages become calls: sender → what is known of this id → method → rate → permission →
 * lock → parameters → handler. Errors are caught here once.
 */
import type { JsonValue } from '../api/decentrl-rpc.ts';
import { type PageMessage, type PageReply, readPageMessage, readParams } from '../api/wire.ts';
import {
  InternalError,
  InvalidRequestError,
  LockedError,
  MethodNotFoundError,
  serializeError,
  UnauthorizedError,
  UserRejectedError,
} from '../errors/errors.ts';
import type { BoundaryApp } from './app/boundary-app.ts';
import { isOwnKey } from './call/is-own-key.ts';
import {
  AskPerson,
  type Choice,
  type PageCall,
  type PageHandlers,
  type StoredApproval,
} from './call/page-handler.ts';
import { parseParams } from './call/parse-params.ts';
import { type ErrorReport, reportForeign } from './call/report-foreign.ts';
import { type MessageSender, type OwnExtension, type PageSender, pageSender } from './call/sender.ts';
import { pageMethods } from './handlers/methods.ts';

export interface Router<App> {
  /** Answers a page's message; never rejects. */
  routePage(app: App, sender: MessageSender, message: unknown): Promise<PageReply>;
  /** The second phase, for `createApprovals`: works out what to ask, and carries out what was approved. */
  describe(app: App, approval: StoredApproval): Promise<JsonValue | AskPerson>;
  perform(app: App, approval: StoredApproval, choice: Choice): Promise<JsonValue>;
}

type AnyPageHandler<App> = {
  handle(app: App, call: PageCall, params: unknown): Promise<unknown>;
  perform?(app: App, approval: StoredApproval, choice: Choice): Promise<unknown>;
};

function firstCaller(approval: StoredApproval): PageCall {
  const caller = approval.callers[0];
  if (caller === undefined) throw new InternalError();
  return { origin: approval.origin, userActive: false, ...caller };
}

/** Makes the router over the complete table of handlers. */
export function createRouter<App extends BoundaryApp>({
  own: extension,
  pageHandlers,
  report,
}: {
  own: OwnExtension;
  pageHandlers: PageHandlers<App>;
  report?: ErrorReport;
}): Router<App> {
  // The table ties each name to its parameters; past the schema the compiler cannot follow a name it does not know.
  const handlerOf = (method: keyof typeof pageMethods) => pageHandlers[method] as AnyPageHandler<App>;

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

    if (!isOwnKey(pageMethods, method)) {
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
    const params = parseParams(schema, readParams(text));

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
        reportForeign(report, message, error);
        return { error: serializeError(error, 'page') };
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
        reportForeign(report, approval, error);
        throw error;
      }
    },
  };
}
