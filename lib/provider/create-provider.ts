/**
 * The object behind `window.decentrl`: frozen, without a prototype, without a secret. It only numbers requests, sends them
 * through a port no script of the page ever sees, and believes answers that carry the random id of a request that waits
 * (security.md T-01, T-19).
 */
import type { DecentrlProvider } from './decentrl-provider.ts';
import type { FromPage, PageError } from './page-messages.ts';
import { MAX_PARAMS_LENGTH } from './page-messages.ts';
import {
  addToSet,
  call,
  create,
  defineProperty,
  deleteFromSet,
  forEachOfSet,
  freeze,
  hasOwn,
  NativeError,
  NativePromise,
  NativeSet,
  randomId,
  report,
  stringify,
} from './primordials.ts';

type Listener = (payload: unknown) => void;
type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };
type Request = { readonly method?: unknown; readonly params?: unknown } | null | undefined;

function rpcError({ code, message, data }: PageError): Error {
  const error = new NativeError(message);
  const define = (name: string, value: unknown) => defineProperty(error, name, { value, enumerable: true });
  define('name', 'ProviderRpcError');
  define('code', code);
  if (data !== undefined) define('data', data);
  return error;
}

/** Makes the provider; `send` gives false when there is no relay. What the relay says goes into `receive`. */
export function createProvider(send: (message: FromPage) => boolean): {
  provider: DecentrlProvider;
  receive: (message: unknown) => void;
} {
  const waiting: Record<string, Waiting> = create(null);
  const listeners: Record<string, Set<Listener>> = create(null);
  let listening = false;

  const request = (args: Request) =>
    new NativePromise<unknown>((resolve, reject) => {
      const refuse = (code: number, message: string) => reject(rpcError({ code, message }));
      const method = args?.method;
      if (typeof method !== 'string') return refuse(-32600, 'request() takes {method, params}.');
      let params: string | undefined;
      try {
        params = stringify(args?.params) as string | undefined;
      } catch {
        return refuse(-32602, 'The parameters are not JSON.');
      }
      if (params !== undefined && params.length > MAX_PARAMS_LENGTH) {
        return refuse(4315, 'The request is larger than 256 KiB.');
      }
      const id = randomId();
      waiting[id] = { resolve, reject };
      if (send(params === undefined ? { id, method } : { id, method, params })) return;
      delete waiting[id];
      refuse(4900, 'The extension cannot be reached. Reload the page.');
    });

  const on = (event: unknown, listener: unknown) => {
    if (typeof event === 'string' && typeof listener === 'function') {
      listeners[event] ??= new NativeSet();
      call(addToSet, listeners[event], [listener]);
      if (!listening) listening = send({ on: true });
    }
    return provider;
  };

  const removeListener = (event: unknown, listener: unknown) => {
    const set = typeof event === 'string' ? listeners[event] : undefined;
    if (set !== undefined) call(deleteFromSet, set, [listener]);
    return provider;
  };

  const emit = (event: string, payload: unknown) => {
    const set = listeners[event];
    if (set === undefined) return;
    call(forEachOfSet, set, [
      (listener: Listener) => {
        try {
          call(listener, undefined, [payload]);
        } catch (error) {
          report(error);
        }
      },
    ]);
  };

  const receive = (message: unknown) => {
    if (typeof message !== 'object' || message === null) return;
    const { id, result, error, event, payload } = message as Record<string, unknown>;
    if (hasOwn(message, 'event') && typeof event === 'string') return emit(event, payload);
    if (!hasOwn(message, 'id') || typeof id !== 'string') return;
    const entry = waiting[id];
    if (entry === undefined) return;
    delete waiting[id];
    if (hasOwn(message, 'error')) entry.reject(rpcError(error as PageError));
    else entry.resolve(result);
  };

  const provider = freeze({
    __proto__: null,
    isDecentrl: true,
    apiVersion: '1.0',
    request: freeze(request),
    on: freeze(on),
    removeListener: freeze(removeListener),
  }) as DecentrlProvider;
  return { provider, receive };
}
