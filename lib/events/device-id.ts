import { newDeviceId } from '../protocol/envelope.ts';
import type { Database } from '../store/database.ts';
import { writeTransaction } from '../store/write-transaction.ts';

const KEY = 'deviceId';

/** The id of this device: made at first use, the same as long as this database lives. It tells nothing about anybody. */
export async function deviceId(db: Database): Promise<string> {
  const fresh = newDeviceId();
  return writeTransaction(db, ['meta'], async (tx) => {
    const store = tx.objectStore('meta');
    const known = await store.get(KEY);
    if (typeof known?.value === 'string') return known.value;
    await store.put({ key: KEY, value: fresh });
    return fresh;
  });
}
