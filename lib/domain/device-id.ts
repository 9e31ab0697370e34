import { newDeviceId } from '../protocol/envelope.ts';
import type { Database } from '../store/database.ts';
import { writeTransaction } from '../store/write-transaction.ts';

const KEY = 'device';

/** This device among those of the same identities. */
export interface Device {
  /** 8 random bytes, hex. */
  id: string;
  /** The same, for what is ephemeral. */
  ephemeralId: string;
  /** Milliseconds, when its database began: what is older came from another device or from before a restore. */
  since: number;
}

/** Who this device is: made at first use, the same as long as this database lives. It tells nothing about anybody. */
export async function thisDevice(db: Database, now: number): Promise<Device> {
  const fresh: Device = { id: newDeviceId(), ephemeralId: newDeviceId(), since: now };
  return writeTransaction(db, ['meta'], async (tx) => {
    const store = tx.objectStore('meta');
    const known = await store.get(KEY);
    if (known !== undefined) return known.value as Device;
    await store.put({ key: KEY, value: fresh });
    return fresh;
  });
}
