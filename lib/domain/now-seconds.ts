import type { Clock } from '../platform/clock.ts';

/** Whole seconds of the domain's clock. */
export function nowSeconds({ clock }: { readonly clock: Clock }): number {
  return Math.floor(clock.now() / 1000);
}
