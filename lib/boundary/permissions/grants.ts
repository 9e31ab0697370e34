/**
 * What each origin may do (provider-api.md *Grants*): EIP-2255 permissions under the exact origin the browser stamped.
 * Readable while locked. A permission is gone when it expired, when its visit or browser session is over, when nobody
 * used the origin for 90 days, and at once when it is revoked.
 */

import type { Caveat, Did, GrantName, Permission } from '../../api/decentrl-rpc.ts';
import type { GrantDuration } from '../../api/popup/popup-rpc.ts';
import type { Clock } from '../../platform/clock.ts';
import { createSerial } from '../../platform/serial.ts';
import { caveatStrings, caveatsAlive, covers, reaches, type Want } from './caveats.ts';
import {
  type GrantedPermission,
  type GrantHolder,
  permissionAlive,
  type SiteRecord,
  THIRTY_DAYS_MS,
  UNUSED_AFTER_MS,
} from './site-record.ts';
import type { SiteStore } from './site-store.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A permission to be given. The same `id` again replaces the first, so giving is idempotent. */
export interface NewPermission {
  id: string;
  name: GrantName;
  caveats: Caveat[];
}

export interface Grants {
  /** Live permissions as the page may see them. */
  list(holder: GrantHolder): Promise<Permission[]>;
  /** Tells whether the holder has one of these, whatever its caveats. */
  has(holder: GrantHolder, names: readonly GrantName[]): Promise<boolean>;
  /** The first live permission that covers exactly this, or null. Counts as use. */
  find(holder: GrantHolder, name: GrantName, want: Want): Promise<Permission | null>;
  permits(holder: GrantHolder, name: GrantName, want: Want): Promise<boolean>;
  /** Tells whether a live permission of one of these names is about the relationship or address of `want`, whatever else limits it. */
  reaches(holder: GrantHolder, names: readonly GrantName[], want: Want): Promise<boolean>;
  /** DIDs the holder may know, in the order they were granted. */
  identities(holder: GrantHolder): Promise<Did[]>;
  /** Adds permissions; `replace` first takes away those of the same names. `pageIds` are needed for *once*. */
  add(
    origin: string,
    permissions: readonly NewPermission[],
    options: { duration: GrantDuration; pageIds?: readonly string[]; replace?: boolean },
  ): Promise<void>;
  /** Takes away the named permissions, or all. Tells whether anything was there. Also forgets a remembered no when all go. */
  revoke(origin: string, names?: readonly GrantName[]): Promise<boolean>;
  /** Remembers a no: every prompt of this origin is answered 4001 until the person forgets the site. */
  refuse(origin: string): Promise<void>;
  isRefused(origin: string): Promise<boolean>;
  /** True when nothing is known of the origin. */
  isNew(origin: string): Promise<boolean>;
  /** Every origin something is remembered of, for the list of connected sites. */
  sites(): Promise<SiteRecord[]>;
}

/** The public part of a permission. */
function publicPermission({ id, invoker, parentCapability, caveats, date }: GrantedPermission): Permission {
  return { id, invoker, parentCapability, caveats: structuredClone(caveats), date };
}

/** Makes the grants over a store. */
export function createGrants({ store, clock }: { store: SiteStore; clock: Clock }): Grants {
  const { run: change } = createSerial();

  const empty = (origin: string): SiteRecord => ({
    origin,
    permissions: [],
    refused: false,
    lastUsedAt: clock.now(),
  });
  const unused = (record: SiteRecord) => clock.now() - record.lastUsedAt >= UNUSED_AFTER_MS;

  const live = async (holder: GrantHolder): Promise<GrantedPermission[]> => {
    const record = await store.get(holder.origin);
    if (record === null || unused(record)) return [];
    const now = clock.now();
    return record.permissions.filter(
      (permission) =>
        permission.invoker === holder.origin &&
        permissionAlive(permission, holder, now) &&
        caveatsAlive(permission.caveats, now),
    );
  };

  const touch = (origin: string) =>
    change(async () => {
      const record = await store.get(origin);
      if (record === null || unused(record) || clock.now() - record.lastUsedAt < HOUR_MS) return;
      await store.put(origin, { ...record, lastUsedAt: clock.now() });
    });

  const has = async (holder: GrantHolder, names: readonly GrantName[]) => {
    const found = (await live(holder)).some((permission) => names.includes(permission.parentCapability));
    if (found) await touch(holder.origin);
    return found;
  };

  const find = async (holder: GrantHolder, name: GrantName, want: Want) => {
    const now = clock.now();
    const match = (await live(holder)).find(
      (permission) => permission.parentCapability === name && covers(name, permission.caveats, want, now),
    );
    if (match === undefined) return null;
    await touch(holder.origin);
    return publicPermission(match);
  };

  return {
    list: async (holder) => (await live(holder)).map(publicPermission),
    has,
    find,
    permits: async (holder, name, want) => (await find(holder, name, want)) !== null,

    async reaches(holder, names, want) {
      const now = clock.now();
      return (await live(holder)).some(
        ({ parentCapability, caveats }) => names.includes(parentCapability) && reaches(caveats, want, now),
      );
    },

    async identities(holder) {
      const named = (await live(holder)).filter(
        ({ parentCapability }) => parentCapability === 'decentrl_identities',
      );
      return [...new Set(named.flatMap(({ caveats }) => caveatStrings(caveats, 'identities')))];
    },

    add: (origin, permissions, { duration, pageIds = [], replace = false }) =>
      change(async () => {
        const now = clock.now();
        const record = (await store.get(origin)) ?? empty(origin);
        const names = new Set(permissions.map(({ name }) => name));
        const ids = new Set(permissions.map(({ id }) => id));
        const kept = unused(record)
          ? []
          : record.permissions.filter(
              (old) => !ids.has(old.id) && !(replace && names.has(old.parentCapability)),
            );
        const expiresAt = duration === '30days' ? now + THIRTY_DAYS_MS : null;
        const added = permissions.map(
          ({ id, name, caveats }): GrantedPermission => ({
            id,
            invoker: origin,
            parentCapability: name,
            caveats: structuredClone(caveats),
            date: now,
            duration,
            expiresAt,
            ...(duration === 'once' ? { pageIds: [...pageIds] } : {}),
          }),
        );
        await store.put(origin, {
          origin,
          permissions: [...kept, ...added],
          refused: false,
          lastUsedAt: now,
        });
      }),

    revoke: (origin, names) =>
      change(async () => {
        const record = await store.get(origin);
        if (record === null) return false;
        if (names === undefined) {
          await store.put(origin, null);
          return true;
        }
        const kept = record.permissions.filter(({ parentCapability }) => !names.includes(parentCapability));
        if (kept.length === record.permissions.length) return false;
        await store.put(
          origin,
          kept.length === 0 && !record.refused ? null : { ...record, permissions: kept },
        );
        return true;
      }),

    refuse: (origin) =>
      change(async () => {
        const record = (await store.get(origin)) ?? empty(origin);
        await store.put(origin, { ...record, refused: true, lastUsedAt: clock.now() });
      }),

    async isRefused(origin) {
      const record = await store.get(origin);
      return record?.refused === true && !unused(record);
    },

    isNew: async (origin) => (await store.get(origin)) === null,

    sites: async () => (await store.all()).filter((record) => !unused(record)),
  };
}
