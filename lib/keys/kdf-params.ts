import { argon2id } from '../crypto/argon2id.ts';
import { type Bytes, utf8 } from '../crypto/bytes.ts';
import { VaultDamagedError } from '../errors/errors.ts';
import type { PackagedFile } from '../platform/packaged-file.ts';

/** What Argon2id costs: memory in KiB, passes over it, lanes. */
export interface KdfParams {
  memoryKiB: number;
  passes: number;
  lanes: number;
}

/** Turns a password into 32 secret bytes; slow on purpose. */
export type Kdf = (password: string, salt: Bytes, params: KdfParams) => Promise<Bytes>;

/** What new vaults use, and older ones are raised to at unlock: about 0.35 s (security.md *Keys*). */
export const DEFAULT_KDF: KdfParams = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 };

const MIB = 1024;

/** The password's own function: Argon2id over its NFKC form, so that the same characters typed elsewhere open the vault. */
export function createPasswordKdf(packagedFile: PackagedFile): Kdf {
  return async (password, salt, params) => {
    const [argon2, blake2b] = await Promise.all([packagedFile('argon2.wasm'), packagedFile('blake2b.wasm')]);
    const secret = utf8(password.normalize('NFKC').toWellFormed());
    try {
      return await argon2id({ argon2, blake2b }, secret, salt, params);
    } finally {
      secret.fill(0);
    }
  };
}

/**
 * Refuses, before any work, a header that would make guessing cheap or freeze the browser (security.md T-30): 19 to 256 MiB,
 * 1 to 10 passes, 1 to 4 lanes, and never below OWASP's pairs (46 MiB with one pass, 19 MiB with more).
 * Throws VaultDamagedError.
 */
export function assertKdfParams({ memoryKiB, passes, lanes }: KdfParams): void {
  const whole = [memoryKiB, passes, lanes].every(Number.isSafeInteger);
  const inRange =
    memoryKiB >= 19 * MIB &&
    memoryKiB <= 256 * MIB &&
    passes >= 1 &&
    passes <= 10 &&
    lanes >= 1 &&
    lanes <= 4 &&
    (passes > 1 || memoryKiB >= 46 * MIB);
  if (!whole || !inRange)
    throw new VaultDamagedError('The vault on this disk was tampered with: its cost is out of range.');
}

/** Whether `params` cost less than `target` in memory or in passes. */
export function isWeaker(params: KdfParams, target: KdfParams): boolean {
  return params.memoryKiB < target.memoryKiB || params.passes < target.passes;
}
