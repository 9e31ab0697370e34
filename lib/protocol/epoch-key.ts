import { type Agreer, agreerFromSeed } from '../crypto/agreement.ts';
import { assertBytes, concatBytes, utf8 } from '../crypto/bytes.ts';
import { hkdfSha256 } from '../crypto/kdf.ts';
import { addressBytes } from './ethereum-address.ts';
import { HELD_INFO } from './wire.ts';

/**
 * The escrow's key for one address in one epoch: HKDF-SHA-256(epoch master, "decentrl/epoch/v1" ‖ address bytes). One
 * address's key opens nobody else's shares (B-03, address-messaging.md §2.6). The master is 32 bytes.
 */
export function epochAgreer(secretMaster: Uint8Array, address: string): Agreer {
  assertBytes(secretMaster, 32, 'epoch master');
  const info = concatBytes(utf8(HELD_INFO.epoch), addressBytes(address));
  const secretSeed = hkdfSha256(secretMaster, info);
  const agreer = agreerFromSeed(secretSeed);
  secretSeed.fill(0);
  return agreer;
}
