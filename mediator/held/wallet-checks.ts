import type * as Checks from '../../lib/held/verify-binding.ts';

/** `lib/held/verify-binding`, loaded when a wallet is first checked: a mediator that is no escrow starts without it. */
const load = () => import('../../lib/held/verify-binding.ts');

/** See `lib/held/verify-binding`. */
export const verifyBinding: typeof Checks.verifyBinding = async (...given) =>
  (await load()).verifyBinding(...given);

/** See `lib/held/verify-binding`. */
export const verifyWalletRevocation: typeof Checks.verifyWalletRevocation = async (...given) =>
  (await load()).verifyWalletRevocation(...given);
