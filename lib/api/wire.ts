/**
 * The messages between relay and background, and between popup and background. Everything of the page's arrives as one
 * JSON text and is read here once: size first, then depth, then parsed, then copied into objects without a prototype, so
 * that no key of a page ever meets `Object.prototype` (security.md T-20).
 */
import { assertJson, CONTENT_JSON } from '../crypto/json-value.ts';
import { InvalidParamsError, InvalidRequestError, TooLargeError, type WireError } from '../errors/errors.ts';
import type { JsonValue } from './decentrl-rpc.ts';

/**
 * Bytes: the parameters of one request, as UTF-8 (security.md *Limits*). More than an envelope can hold; 4315 before
 * anything is parsed.
 */
export const MAX_REQUEST_BYTES = 256 * 1024;

const MAX_DEPTH = CONTENT_JSON.depth;
const RANDOM_ID = /^[0-9a-f]{32}$/;

/** A page's request as the relay hands it over. */
export interface PageMessage {
  channel: 'page';
  /** 128 random bits in hex; the same when the relay asks again. */
  id: string;
  /** 128 random bits in hex, one visit to one page. */
  page: string;
  method: string;
  /** JSON text of the parameters. */
  params?: string;
  /** `navigator.userActivation.isActive` of the page. */
  active?: boolean;
}

/** The answer to a page's request; `pending` says that a person is asked and the relay shall ask again. */
export type PageAnswer = { result: JsonValue } | { error: WireError };
export type PageReply = (PageAnswer | { pending: true }) & {
  /** The origin has a permission: it is worth keeping a port open for events. */
  live?: boolean;
};

/** What the background pushes through a page's port. */
export type PagePush =
  | ({ id: string } & PageAnswer)
  | { event: string; payload: unknown }
  /** Nothing to push to this origin: the relay shall not reconnect until a reply says `live`. */
  | { live: false };

/** A request of one of the extension's own pages. */
export interface PopupMessage {
  channel: 'popup';
  method: string;
  params?: unknown;
}

export type PopupReply = { result: unknown } | { error: WireError };

/** Checks the outside of a page's request; throws -32600 for another shape, 4315 for too many bytes. Members it does not know are dropped. */
export function readPageMessage(message: unknown): PageMessage {
  if (typeof message !== 'object' || message === null) throw new InvalidRequestError();
  const { channel, id, page, method, params, active } = message as Record<string, unknown>;
  if (channel !== 'page' || typeof method !== 'string' || method.length > 64) throw new InvalidRequestError();
  if (typeof id !== 'string' || !RANDOM_ID.test(id)) throw new InvalidRequestError();
  if (typeof page !== 'string' || !RANDOM_ID.test(page)) throw new InvalidRequestError();
  const head = { channel, id, page, method, active: active === true } as const;
  if (params === undefined) return head;
  if (typeof params !== 'string') throw new InvalidRequestError();
  if (params.length > MAX_REQUEST_BYTES || new TextEncoder().encode(params).length > MAX_REQUEST_BYTES) {
    throw new TooLargeError('The request is larger than 256 KiB.', MAX_REQUEST_BYTES);
  }
  return { ...head, params };
}

/** Checks the outside of a popup's request; throws -32600. */
export function readPopupMessage(message: unknown): PopupMessage {
  if (typeof message !== 'object' || message === null) throw new InvalidRequestError();
  const { channel, method, params } = message as Record<string, unknown>;
  if (channel !== 'popup' || typeof method !== 'string') throw new InvalidRequestError();
  return { channel, method, ...(params === undefined ? {} : { params }) };
}

/** Counts brackets outside strings, so that depth is known before anything recursive runs. */
function tooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === 0x5c) i++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

function withoutPrototype(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPrototype);
  const copy: { [key: string]: JsonValue } = Object.create(null);
  for (const [key, member] of Object.entries(value)) copy[key] = withoutPrototype(member);
  return copy;
}

/**
 * The parameters of a page's request: the JSON of `text`, unwrapped from `[params]`, `undefined` for none. Throws -32602
 * for text that is no JSON, deeper than 32, or with `__proto__`, `constructor` or `prototype` as a key.
 */
export function readParams(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined;
  if (tooDeep(text)) throw new InvalidParamsError(`is nested deeper than ${MAX_DEPTH}`);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
    assertJson(value, CONTENT_JSON);
  } catch {
    throw new InvalidParamsError('is not JSON that can be passed on');
  }
  if (Array.isArray(value)) {
    if (value.length > 1) throw new InvalidParamsError('must be one object, or an array with one object');
    value = value[0] ?? null;
  }
  return value === null ? undefined : withoutPrototype(value);
}
