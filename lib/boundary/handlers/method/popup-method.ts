import type * as v from 'valibot';
import type { App } from '../../app/app.ts';

/** Parameters and result of a method, as an area of `lib/api/popup` names them. */
interface Signature {
  params: unknown;
  result: unknown;
}

/**
 * The background's half of a method: what its parameters must look like, and what it does. The other half, its types and what
 * is true of it, is in `lib/api/popup`. Refusals are thrown (`lib/errors/errors.ts`).
 */
export interface PopupMethod<M extends Signature, A = App> {
  readonly params: v.GenericSchema<unknown, M['params']>;
  readonly handle: (app: A, params: M['params']) => Promise<M['result']>;
}

/** The background's half of an area; one that lacks a method does not compile. */
export type PopupArea<Rpc extends Record<keyof Rpc, Signature>, A = App> = {
  readonly [M in keyof Rpc]: PopupMethod<Rpc[M], A>;
};
