/**
 * What a page's handler is given. It has no `grants`, `rateLimits`, `tables` or `history`: what a site may touch is decided
 * by the scope of its method, before the handler, and reaches it in `call`. So a handler that forgets to ask does not
 * compile (security.md T-27).
 */
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Subscriptions } from '../sites/subscriptions.ts';
import type { App } from './app.ts';

export interface PageApp {
  readonly clock: Clock;
  /** Opens the toolbar popup or, where the browser will not, a tab at this route. */
  openPopup(route: string): Promise<void>;
  /** What is pushed is checked against the permissions of that moment. */
  readonly subscriptions: Pick<Subscriptions, 'add' | 'remove'>;
}

/** What an operation may ask for as its first parameter. */
export type Operable = ConnectedDomain & Pick<App, 'anchors' | 'escrows' | 'startSoon'>;

type Operation = (app: never, ...args: never) => unknown;
type OtherArguments<F> = F extends (app: never, ...args: infer A) => unknown ? A : never;

/**
 * Runs one named operation of the domain for a handler, which itself never sees the domain: a function written on the spot
 * finds nothing in its first parameter, and one that wants permissions is not taken.
 */
export function act<F extends Operation>(
  app: PageApp,
  operation: Operable extends Parameters<F>[0] ? F : never,
  ...args: OtherArguments<F>
): ReturnType<F> {
  const run: (app: App, ...args: OtherArguments<F>) => ReturnType<F> = operation as never;
  // Every PageApp there is was made as an App.
  return run(app as App, ...args);
}
