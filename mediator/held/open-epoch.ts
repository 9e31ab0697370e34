import { base64urlEncode } from '../../lib/crypto/base64url.ts';
import { randomBytes } from '../../lib/crypto/bytes.ts';
import type { Tx } from '../store/database/schema.ts';
import { currentEpoch } from '../store/held/current-epoch.ts';
import type { Epoch } from '../store/held/find-epoch.ts';
import { insertEpoch } from '../store/held/insert-epoch.ts';

const MASTER_BYTES = 32;
const ID_BYTES = 9;

/** The current epoch, a new one when the last is over. */
export async function openEpoch(tx: Tx, now: number, epochSeconds: number): Promise<Epoch> {
  const current = await currentEpoch(tx, now);
  if (current) return current;
  const epoch = { id: base64urlEncode(randomBytes(ID_BYTES)), secretMaster: randomBytes(MASTER_BYTES) };
  await insertEpoch(tx, { ...epoch, now, handedUntil: now + epochSeconds });
  return epoch;
}
