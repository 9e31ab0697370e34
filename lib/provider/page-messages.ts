/** What crosses the private port between the page's world and the relay. Both sides still check every shape. */

/** From the page: a request (`params` as JSON text), or that somebody listens to events now. */
export type FromPage = { id: string; method: string; params?: string } | { on: true };

/** An error as pages get it. */
export interface PageError {
  code: number;
  message: string;
  data?: unknown;
}

/** To the page: an answer under the request's own id, or an event. */
export type ToPage =
  | { id: string; result: unknown }
  | { id: string; error: PageError }
  | { event: string; payload: unknown };

/** Name of the event that brings the port, once the event called `name` asked for it. */
export const portEvent = (name: string): string => `${name}:port`;

/** Characters: the parameters of one request, in the page (security.md *Limits*). The background counts bytes. */
export const MAX_PARAMS_LENGTH = 262_144;
