import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { argon2id as argon2idWasm } from 'hash-wasm';
import { type Bytes, utf8 } from './bytes.ts';
import { CryptoError } from './crypto-error.ts';

/** Cost of one Argon2id run: memory in KiB, passes over it, lanes. */
export interface Argon2Params {
  memoryKiB: number;
  passes: number;
  lanes: number;
  /** Output bytes, 32 unless told. */
  length?: number;
}

/** HKDF-SHA-256 with an empty salt, as every derivation of the protocol uses it (protocol.md §2; RFC 5869). */
export function hkdfSha256(
  secretInput: Uint8Array,
  info: string | Uint8Array,
  length = 32,
  salt?: Uint8Array,
): Bytes {
  return hkdf(sha256, secretInput, salt, typeof info === 'string' ? utf8(info) : info, length) as Bytes;
}

/**
 * Argon2id version 1.3 (RFC 9106) in WebAssembly: about 0.35 s for 64 MiB, 3 passes. The password is bytes, already
 * normalised by the caller; which costs are acceptable is the vault's rule, not this function's.
 */
export async function argon2id(
  secretPassword: Uint8Array,
  salt: Uint8Array,
  params: Argon2Params,
): Promise<Bytes> {
  try {
    return (await argon2idWasm({
      password: secretPassword,
      salt,
      memorySize: params.memoryKiB,
      iterations: params.passes,
      parallelism: params.lanes,
      hashLength: params.length ?? 32,
      outputType: 'binary',
    })) as Bytes;
  } catch (cause) {
    throw new CryptoError('argon2', 'Argon2id refused its input', { cause });
  }
}
