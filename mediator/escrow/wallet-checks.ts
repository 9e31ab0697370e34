import type * as Checks from '../../lib/wallet-proof/verify-binding.ts';

/** `lib/wallet-proof/verify-binding`, loaded when a wallet is first checked: a mediator that is no escrow starts without it. */
const load = () => import('../../lib/wallet-proof/verify-binding.ts');

/** See `lib/wallet-proof/verify-binding`. */
export const verifyBinding: typeof Checks.verifyBinding = async (...given) =>
  (await load()).verifyBinding(...given);

/** See `lib/wallet-proof/verify-binding`. */
export const verifyWalletRevocation: typeof Checks.verifyWalletRevocation = async (...given) =>
  (await load()).verifyWalletRevocation(...given);
