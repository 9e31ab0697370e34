/**
 * Where the permissions lie: lasting ones in IndexedDB in clear, since they are asked for while locked; those for *once*
 * and *this browser session* in `storage.session`, which is gone when the browser closes. Only the background writes, so
 * what was read once is kept in memory and rebuilt by the next wake. Keyed by the exact origin string (security.md T-05).
 */
import type { SessionArea } from '../../platform/session-area.ts';
import type { Database } from '../../store/database.ts';
import { writeTransaction } from '../../store/write-transaction.ts';
import type { SiteRecord } from './site-record.ts';

const SESSION_KEY = 'permissions.session';

/** One record an origin, put together from both places. */
export interface SiteStore {
  get(origin: string): Promise<SiteRecord | null>;
  /** Writes the whole record; null removes the origin. */
  put(origin: string, record: SiteRecord | null): Promise<void>;
  all(): Promise<SiteRecord[]>;
}

/** Makes the store over the open database and the session area. */
export function createSiteStore({ db, session }: { db: Database; session: SessionArea }): SiteStore {
  const lasting = new Map<string, SiteRecord | null>();
  let brief: Promise<Map<string, SiteRecord>> | null = null;

  const readBrief = () => {
    brief ??= session
      .get<SiteRecord[]>(SESSION_KEY)
      .then((rows) => new Map((rows ?? []).map((row) => [row.origin, row] as const)));
    brief.catch(() => {
      brief = null;
    });
    return brief;
  };

  const readLasting = async (origin: string) => {
    const known = lasting.get(origin);
    if (known !== undefined) return known;
    const row = (await db.get('grants', origin)) as SiteRecord | undefined;
    const record = row !== undefined && row.origin === origin ? row : null;
    if (!lasting.has(origin)) lasting.set(origin, record);
    return lasting.get(origin) ?? null;
  };

  const join = (kept: SiteRecord | null, short: SiteRecord | undefined): SiteRecord | null => {
    if (kept === null) return short ?? null;
    if (short === undefined) return kept;
    return { ...kept, permissions: [...kept.permissions, ...short.permissions] };
  };

  const writeBrief = async (origin: string, record: SiteRecord | null) => {
    const rows = new Map(await readBrief());
    if (record === null && !rows.has(origin)) return;
    if (record === null) rows.delete(origin);
    else rows.set(origin, record);
    await session.set(SESSION_KEY, [...rows.values()]);
    brief = Promise.resolve(rows);
  };

  const writeLasting = async (origin: string, record: SiteRecord | null) => {
    await writeTransaction(db, ['grants'], async (tx) => {
      const store = tx.objectStore('grants');
      if (record === null) await store.delete(origin);
      else await store.put({ ...record });
    });
    lasting.set(origin, record);
  };

  return {
    async get(origin) {
      const [kept, rows] = await Promise.all([readLasting(origin), readBrief()]);
      return join(kept, rows.get(origin));
    },

    async put(origin, record) {
      const isBrief = (duration: string) => duration === 'once' || duration === 'session';
      const short = record?.permissions.filter(({ duration }) => isBrief(duration)) ?? [];
      const long = record?.permissions.filter(({ duration }) => !isBrief(duration)) ?? [];
      await writeBrief(
        origin,
        record === null || short.length === 0 ? null : { ...record, permissions: short },
      );
      const nothingKept = record === null || (long.length === 0 && !record.refused);
      await writeLasting(origin, nothingKept ? null : { ...record, permissions: long });
    },

    async all() {
      const rows = (await db.getAll('grants')) as unknown[] as SiteRecord[];
      const short = await readBrief();
      const origins = new Set([...rows.map((row) => row.origin), ...short.keys()]);
      const kept = new Map(rows.map((row) => [row.origin, row]));
      return [...origins]
        .map((origin) => join(kept.get(origin) ?? null, short.get(origin)))
        .filter((row) => row !== null);
    },
  };
}
