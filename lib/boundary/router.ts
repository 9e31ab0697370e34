/**
 * The one place where a page's messages become calls: sender → what is known of this id → method → rate → permission →
 * lock → parameters → scope → handler; and, where a person was asked, lock → permission → scope → what was approved. Errors
 * are caught here once.
 */
import type * as v from 'valibot';
import type { JsonValue } from '../api/decentrl-rpc.ts';
import { type PageMethodName, pageFacts } from '../api/page.ts';
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
import type { PageApp } from './app/page-app.ts';
import type { Choice, StoredApproval } from './approvals/stored-approval.ts';
import { AskPerson } from './call/ask-person.ts';
import { insideParams } from './call/inside-params.ts';
import { isOwnKey } from './call/is-own-key.ts';
import type { PageCall } from './call/page-call.ts';
import { parseParams } from './call/parse-params.ts';
import { type ErrorReport, reportForeign } from './call/report-foreign.ts';
import { type MessageSender, type OwnExtension, type PageSender, pageSender } from './call/sender.ts';
import type { PageMethods } from './handlers/method/page-method.ts';
import { assertStillGranted, resolveScope } from './sites/resolve-scope.ts';
import type { Scope } from './sites/scope.ts';
import type { SiteApp } from './sites/site-app.ts';

export interface Router<App> {
  /** Answers a page's message; never rejects. */
  routePage(app: App, sender: MessageSender, message: unknown): Promise<PageReply>;
  /** The second phase, for `createApprovals`: works out what to ask, and carries out what was approved. */
  describe(app: App, approval: StoredApproval): Promise<JsonValue | AskPerson>;
  perform(app: App, approval: StoredApproval, choice: Choice): Promise<JsonValue>;
}

/** What the router needs of the app: its own part, what decides scopes, and what handlers are given. */
export type RouterApp = BoundaryApp & SiteApp & PageApp;

/** A method, past the point where the compiler can follow its name. */
interface AnyPageMethod {
  readonly params: v.GenericSchema<unknown, unknown>;
  readonly scope: Scope<unknown>;
  handle(app: PageApp, call: PageCall, p: unknown): Promise<unknown>;
  perform?(app: PageApp, call: PageCall, approval: StoredApproval, choice: Choice): Promise<unknown>;
}

function firstCaller(approval: StoredApproval): PageCall {
  const caller = approval.callers[0];
  if (caller === undefined) throw new InternalError();
  return { origin: approval.origin, userActive: false, ...caller };
}

/** Makes the router over the complete table of methods. */
export function createRouter<App extends RouterApp>({
  own: extension,
  pageMethods,
  report,
}: {
  own: OwnExtension;
  pageMethods: PageMethods;
  report?: ErrorReport;
}): Router<App> {
  // The table ties each name to its parameters; past the schema the compiler cannot follow a name it does not know.
  const methodOf = (name: PageMethodName) => pageMethods[name] as AnyPageMethod;

  async function assertGranted(app: App, name: PageMethodName, call: PageCall): Promise<void> {
    const { grants } = pageFacts[name];
    if (grants.length > 0 && !(await app.grants.has(call, grants))) throw new UnauthorizedError();
  }

  /** Scope, then the method itself. `params` are checked. */
  async function handle(app: App, name: PageMethodName, call: PageCall, params: unknown): Promise<unknown> {
    const method = methodOf(name);
    const p = insideParams(params);
    const carried = await resolveScope(app, method.scope, call, p, { counted: false });
    return method.handle(app, { ...call, ...carried }, p);
  }

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

    if (!isOwnKey(pageFacts, method)) {
      await app.rateLimits.take(call.origin, false);
      throw new MethodNotFoundError();
    }
    const { needs, asks } = pageFacts[method];
    if (asks !== null && from.prerendered)
      throw new InvalidRequestError('A page that is not shown yet cannot ask.');
    await app.rateLimits.take(call.origin, asks !== null);
    await assertGranted(app, method, call);
    if (asks !== null && (await app.grants.isRefused(call.origin))) throw new UserRejectedError('rejected');
    const locked = needs === 'unlocked' && (await app.keyring.state()) !== 'unlocked';
    if (locked && asks === null) throw new LockedError();
    const params = parseParams(methodOf(method).params, readParams(text));

    let ask: StoredApproval['ask'] = null;
    if (!locked) {
      const outcome = await handle(app, method, call, params);
      if (!(outcome instanceof AskPerson)) return { result: outcome as JsonValue };
      ask = outcome.ask;
    }
    if (asks === null) throw new InternalError();
    const request = {
      origin: call.origin,
      method,
      kind: asks,
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
      await assertGranted(app, method, call);
      return (await handle(app, method, call, params ?? undefined)) as JsonValue | AskPerson;
    },

    async perform(app, approval, choice) {
      const { method: name, params } = approval;
      const call = firstCaller(approval);
      if (pageFacts[name].needs === 'unlocked' && (await app.keyring.state()) !== 'unlocked')
        throw new LockedError();
      await assertGranted(app, name, call);
      const method = methodOf(name);
      if (method.perform === undefined) throw new InternalError();
      try {
        // What it rests on may have been taken away since the person was asked.
        const p = insideParams(params ?? undefined);
        const carried = await resolveScope(app, method.scope, call, p, { counted: true });
        assertStillGranted(carried, choice.identityIndexes);
        return (await method.perform(app, { ...call, ...carried }, approval, choice)) as JsonValue;
      } catch (error) {
        reportForeign(report, approval, error);
        throw error;
      }
    },
  };
}
