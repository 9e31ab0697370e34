import { WrongPasswordError } from '../errors/errors.ts';
import type { UnlockThrottle } from './unlock-throttle.ts';
import type { Vault } from './vault.ts';

/** Opens the vault with a typed password: the data key, extractable, and the record it authenticates. */
export type PasswordGate = (password: string) => ReturnType<Vault['open']>;

/**
 * Makes the only way by which a password reaches the vault, whatever it was asked for, so that all tries count together.
 * Throws LimitError before the wait is over, WrongPasswordError with the wait that follows, VaultDamagedError.
 */
export function createPasswordGate({
  vault,
  throttle,
}: {
  vault: Vault;
  throttle: UnlockThrottle;
}): PasswordGate {
  return async (password) => {
    const delay = await throttle.begin();
    try {
      const opened = await vault.open(password);
      await throttle.succeed();
      return opened;
    } catch (error) {
      if (error instanceof WrongPasswordError) throw new WrongPasswordError(delay);
      throw error;
    }
  };
}
