import { type Bytes, copyBytes } from '../../../lib/crypto/bytes.ts';
import { importPrivateKey } from '../../../lib/crypto/native-keys.ts';
import { x25519 } from '../../../lib/crypto/noble-x25519.ts';

/**
 * Runs `run` while the system's generator gives these values, one a call and in this order, and while
 * `subtle.generateKey('X25519')` makes its pair of the next one (32 bytes). Throws when a call wants another length than
 * its value has, when there are no more, and when some are left at the end. One at a time: it changes `globalThis.crypto`.
 */
export async function seededRandom<T>(values: readonly Bytes[], run: () => T | Promise<T>): Promise<T> {
  const left = [...values];
  const next = (length: number): Bytes => {
    const value = left.shift();
    if (value?.length !== length)
      throw new Error(`${length} random bytes are asked for, ${value?.length ?? 'none'} are given`);
    return copyBytes(value);
  };
  const { getRandomValues } = crypto;
  const { generateKey } = crypto.subtle;
  crypto.getRandomValues = <A extends ArrayBufferView>(array: A): A => {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(next(array.byteLength));
    return array;
  };
  const generateFromSeed = async (algorithm: unknown, ...rest: unknown[]) =>
    algorithm === 'X25519'
      ? pairOf(next(32))
      : Reflect.apply(generateKey, crypto.subtle, [algorithm, ...rest]);
  Object.defineProperty(crypto.subtle, 'generateKey', { value: generateFromSeed, configurable: true });
  try {
    const result = await run();
    if (left.length > 0) throw new Error(`${left.length} random values were not used`);
    return result;
  } finally {
    crypto.getRandomValues = getRandomValues;
    Reflect.deleteProperty(crypto.subtle, 'generateKey');
  }
}

async function pairOf(secretSeed: Bytes): Promise<CryptoKeyPair> {
  const privateKey = await importPrivateKey('X25519', secretSeed, true);
  if (!privateKey) throw new Error('this runtime has no X25519');
  const bytes = x25519.getPublicKey(secretSeed) as Bytes;
  return { privateKey, publicKey: await crypto.subtle.importKey('raw', bytes, 'X25519', true, []) };
}
