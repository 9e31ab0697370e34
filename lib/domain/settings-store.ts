import type { Settings } from '../api/popup/popup-rpc.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Database } from '../store/database.ts';
import { createPlainTable } from '../store/plain-table.ts';

type Own = Omit<Settings, 'lockAfter'>;

/** What a person has set who set nothing. */
export const DEFAULT_SETTINGS: Own = { sendReadReceipts: true, notifications: false, theme: 'system' };
const KEY = 'settings';

export interface SettingsStore {
  /** Readable while locked. */
  get(): Promise<Settings>;
  /** Changes what is given; `password` is needed to switch the lock off. Throws WrongPasswordError, LockedError. */
  set(settings: Partial<Settings>, password?: string): Promise<Settings>;
}

/** The person's settings; when to lock is kept by the keyring. */
export function createSettingsStore({
  db,
  keyring,
}: {
  db: Database;
  keyring: Pick<Keyring, 'lockAfter' | 'setLockAfter'>;
}): SettingsStore {
  const table = createPlainTable<Partial<Own>>(db, 'settings');
  const get = async (): Promise<Settings> => ({
    ...DEFAULT_SETTINGS,
    ...(await table.get(KEY)),
    lockAfter: await keyring.lockAfter(),
  });
  return {
    get,
    async set({ lockAfter, ...own }, password) {
      if (lockAfter !== undefined) await keyring.setLockAfter(lockAfter, password);
      const { lockAfter: _, ...before } = await get();
      await table.put(KEY, { ...before, ...own });
      return get();
    },
  };
}
