import { setTimeout as delay } from 'node:timers/promises';
import type { PopupRpc } from '../../../lib/api/popup/popup-rpc.ts';

/** A page of the extension, of Playwright or puppeteer. */
export interface ExtensionPage {
  evaluate(work: (text: string) => Promise<string>, text: string): Promise<string>;
}

type Method = keyof PopupRpc;
type Reply = { result: unknown } | { error: { code: number; message: string } };

/** An error the companion answered with: the worker was alive and said no. */
export class AnsweredError extends Error {
  readonly code: number;

  constructor(method: string, { code, message }: { code: number; message: string }, log: string) {
    super(`${method}: ${code} ${message}\nlog of the companion: ${log}`);
    this.code = code;
  }
}

/** What `runtime.sendMessage` of the page came to; a worker that died shows in three ways, all of them `null` here. */
async function ask(page: ExtensionPage, message: unknown): Promise<Reply | null> {
  const answer = await page.evaluate(async (text) => {
    const { runtime } = (Reflect.get(globalThis, 'browser') ?? Reflect.get(globalThis, 'chrome')) as {
      runtime: { sendMessage(message: unknown): Promise<unknown> };
    };
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 60_000));
    const reply = await Promise.race([runtime.sendMessage(JSON.parse(text)).catch(() => undefined), late]);
    return JSON.stringify(reply ?? null);
  }, JSON.stringify(message));
  return JSON.parse(answer) as Reply | null;
}

/** Calls to a companion whose worker may die under each of them. */
export interface ExtensionRpc {
  /** One try. Null when no answer came. @throws AnsweredError */
  once<M extends Method>(
    method: M,
    params?: PopupRpc[M]['params'],
  ): Promise<{ result: PopupRpc[M]['result'] } | null>;
  /** Asks until there is an answer; only for calls that may be asked again. @throws AnsweredError */
  insist<M extends Method>(method: M, params?: PopupRpc[M]['params']): Promise<PopupRpc[M]['result']>;
  /** Calls that got no answer so far. */
  unanswered(): number;
}

/** Makes it over a page of the extension's own. */
export function extensionRpc(page: ExtensionPage): ExtensionRpc {
  let unanswered = 0;
  const rpc: ExtensionRpc = {
    async once(method, params) {
      const reply = await ask(page, {
        channel: 'popup',
        method,
        ...(params === undefined ? {} : { params }),
      });
      if (reply === null) {
        unanswered += 1;
        return null;
      }
      if ('error' in reply) {
        const log = await ask(page, { channel: 'popup', method: 'diagnostics_get' });
        throw new AnsweredError(method, reply.error, JSON.stringify(log));
      }
      return reply as { result: never };
    },
    async insist(method, params) {
      for (;;) {
        const answer = await rpc.once(method, params);
        if (answer !== null) return answer.result;
        await delay(20);
      }
    },
    unanswered: () => unanswered,
  };
  return rpc;
}
