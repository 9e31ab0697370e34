/**
 * The unlocked state, kept over the death of the worker without any secret on the disk: a random session key in
 * `storage.session` (memory, trusted contexts) wraps the data key in IndexedDB. Either half alone opens nothing; both are
 * removed at the lock. The browser forgets the session key when it closes, so a start is always locked.
 */
import { base64Decode, base64Encode } from '../crypto/base64.ts';
import { randomBytes } from '../crypto/bytes.ts';
import { StorageError } from '../errors/errors.ts';
import type { SessionArea } from '../platform/session-area.ts';
import type { Database } from '../store/database.ts';
import { writeTransaction } from '../store/write-transaction.ts';
import { dataKeyUse } from './data-key.ts';
import type { SessionTimes } from './lock-rules.ts';
import { openKey, sealKey } from './sealed-bytes.ts';

const AREA_KEY = 'session';
const ROW_KEY = 'wrapped';
const CONTEXT = 'decentrl/session/v1';

interface SessionRecord extends SessionTimes {
  sessionKey: string;
}

export interface Session {
  /**
   * Starts anew with the data key (extractable) and gives it back non-extractable. On a full disk the session still
   * starts, but ends with the worker: reading and sending what waits must not depend on free space.
   */
  start(dataKey: CryptoKey, times: SessionTimes): Promise<CryptoKey>;
  /** The times of the running session, null when locked. */
  times(): Promise<SessionTimes | null>;
  /** Writes the times of the running session; nothing when there is none. */
  update(times: SessionTimes): Promise<void>;
  /** The data key, non-extractable; null when either half is missing or they do not fit. */
  dataKey(): Promise<CryptoKey | null>;
  /** Removes both halves. */
  end(): Promise<void>;
}

/** Makes the session over `storage.session` and the store `session_key`. */
export function createSession({ session, db }: { session: SessionArea; db: Database }): Session {
  const importKey = (sessionKey: string) =>
    crypto.subtle.importKey('raw', base64Decode(sessionKey), 'AES-GCM', false, ['wrapKey', 'unwrapKey']);
  const read = () => session.get<SessionRecord>(AREA_KEY);

  return {
    async start(dataKey, times) {
      const secretSessionKey = base64Encode(randomBytes(32));
      const sessionKey = await importKey(secretSessionKey);
      const wrapped = await sealKey(sessionKey, dataKey, 'raw', CONTEXT);
      try {
        await writeTransaction(db, ['session_key'], async (tx) => {
          await tx.objectStore('session_key').put({ key: ROW_KEY, value: base64Encode(wrapped) });
        });
        await session.set(AREA_KEY, { sessionKey: secretSessionKey, ...times } satisfies SessionRecord);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
      }
      return openKey(sessionKey, wrapped, CONTEXT, dataKeyUse(false));
    },
    async times() {
      const record = await read();
      if (record === undefined) return null;
      const { sessionKey: _sessionKey, ...times } = record;
      return times;
    },
    async update(times) {
      const record = await read();
      if (record !== undefined) await session.set(AREA_KEY, { ...times, sessionKey: record.sessionKey });
    },
    async dataKey() {
      const [record, row] = await Promise.all([read(), db.get('session_key', ROW_KEY)]);
      if (record === undefined || typeof row?.value !== 'string') return null;
      try {
        const sessionKey = await importKey(record.sessionKey);
        return await openKey(sessionKey, base64Decode(row.value), CONTEXT, dataKeyUse(false));
      } catch {
        return null;
      }
    },
    async end() {
      // The half in memory first: without it the other is worthless, even if the disk refuses to be written.
      await session.remove(AREA_KEY);
      await writeTransaction(db, ['session_key'], (tx) => tx.objectStore('session_key').delete(ROW_KEY));
    },
  };
}
