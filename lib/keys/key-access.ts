/**
 * Who may use keys now. Every privileged call comes through `acquire`, which compares the wall clock with the deadline
 * written at the last activity: alarms are lost, browsers sleep and clocks are set back, so none of them decides
 * (security.md L-21, L-22, L-30, T-33). A lock ends the lease at once and cleans up after.
 */

import type { LockAfter } from '../api/popup/popup-rpc.ts';
import { LockedError } from '../errors/errors.ts';
import type { Clock } from '../platform/clock.ts';
import { createSerial } from '../platform/serial.ts';
import type { IdentityKeys } from './identity-keys.ts';
import { createLease, type Lease } from './lease.ts';
import { leaseIdentity } from './leased-keys.ts';
import { type LockReason, lockDue, lockTime, type SessionTimes } from './lock-rules.ts';
import type { RootKey } from './root-key.ts';
import type { Session } from './session.ts';
import type { Vault } from './vault.ts';
import type { VaultRecord } from './vault-record.ts';
import { unwrapIdentity } from './wrapped-identity.ts';

/** The vault while it is open. Only this folder sees it. */
export interface OpenVault {
  readonly lease: Lease;
  readonly dataKey: CryptoKey;
  readonly local: CryptoKey;
  readonly localIndex: CryptoKey;
  record: VaultRecord;
  /** Root keys of contracts agreed since the unlock, by contract id; they go with the lease. */
  readonly rootKeys: Map<string, Promise<RootKey>>;
  /** Leased keys of an identity, unwrapped on first use; undefined when there is none of this index. */
  identity(index: number): Promise<IdentityKeys> | undefined;
}

export interface KeyAccess {
  /** The open vault, rebuilt after the death of the worker. Throws LockedError, or VaultDamagedError. */
  acquire(): Promise<OpenVault>;
  /** A number that a lock changes: hand it to `start` to be sure that none happened since. */
  epoch(): number;
  /** Opens with the data key (extractable). Throws LockedError when the epoch has changed. */
  start(options: {
    dataKey: CryptoKey;
    record: VaultRecord;
    lockAfter: LockAfter;
    epoch: number;
  }): Promise<void>;
  lock(reason: LockReason): Promise<void>;
  touch(): Promise<void>;
  setLockAfter(lockAfter: LockAfter): Promise<void>;
  /** When it locks by itself, milliseconds; null when locked or never. */
  lockAt(): Promise<number | null>;
  onLock(listener: (reason: LockReason) => void): () => void;
}

/** How exact the written times are, milliseconds; a worker that dies may lock earlier by this much, never later. */
const PRECISION = 5_000;

export function createKeyAccess({
  session,
  vault,
  clock,
}: {
  session: Session;
  vault: Vault;
  clock: Clock;
}): KeyAccess {
  const line = createSerial();
  const listeners = new Set<(reason: LockReason) => void>();
  let epoch = 0;
  let current: { open: OpenVault; times: SessionTimes; written: SessionTimes } | null = null;
  let rebuilding: Promise<OpenVault> | null = null;

  function assemble(
    dataKey: CryptoKey,
    record: VaultRecord,
    keys: { local: CryptoKey; localIndex: CryptoKey },
    times: SessionTimes,
  ) {
    const identities = new Map<number, Promise<IdentityKeys>>();
    const lease = createLease(() => {
      const due = lockDue(times, clock.now());
      if (due !== null && current?.open === open) lock(due).catch(() => undefined);
      times.maxSeenAt = Math.max(times.maxSeenAt, clock.now());
      return due !== null;
    });
    const open: OpenVault = {
      lease,
      dataKey,
      record,
      rootKeys: new Map(),
      ...keys,
      identity(index) {
        const profile = open.record.profiles.find((candidate) => candidate.index === index);
        const wrapped = open.record.secrets.identities.find((candidate) => candidate.index === index);
        if (profile === undefined || wrapped === undefined) return undefined;
        let keys = identities.get(index);
        if (keys === undefined) {
          keys = unwrapIdentity(dataKey, profile, wrapped).then((unwrapped) =>
            leaseIdentity(unwrapped, lease),
          );
          keys.catch(() => identities.delete(index));
          identities.set(index, keys);
        }
        return keys;
      },
    };
    current = { open, times, written: { ...times } };
    return open;
  }

  function save(): Promise<void> {
    const saved = current;
    if (saved === null) return Promise.resolve();
    saved.written = { ...saved.times };
    return line.run(async () => {
      // After a lock this would bring the session back.
      if (current === saved) await session.update(saved.times);
    });
  }

  async function rebuild(): Promise<OpenVault> {
    const before = epoch;
    // A lock that is still cleaning up must not be overtaken: its session is on the way out.
    await line.idle();
    const times = await session.times();
    if (times === null) throw new LockedError();
    const due = lockDue(times, clock.now());
    const dataKey = due === null ? await session.dataKey() : null;
    if (dataKey === null) {
      if (before === epoch) await lock(due ?? 'damaged');
      throw new LockedError();
    }
    const record = await vault.authenticate(dataKey);
    const keys = await vault.openLocalKeys(dataKey, record);
    if (before !== epoch) throw new LockedError();
    return assemble(dataKey, record, keys, times);
  }

  async function acquire(): Promise<OpenVault> {
    if (current === null) {
      rebuilding ??= rebuild().finally(() => {
        rebuilding = null;
      });
      await rebuilding;
      if (current === null) throw new LockedError();
    }
    const { open, times, written } = current as NonNullable<typeof current>;
    open.lease.assert();
    if (times.maxSeenAt - written.maxSeenAt > PRECISION) save().catch(() => undefined);
    return open;
  }

  function lock(reason: LockReason): Promise<void> {
    epoch += 1;
    const wasOpen = current !== null;
    current?.open.lease.end();
    current = null;
    return line.run(async () => {
      const had = wasOpen || (await session.times().catch(() => null)) !== null;
      try {
        await session.end();
      } finally {
        if (had) for (const listener of [...listeners]) listener(reason);
      }
    });
  }

  return {
    acquire,
    epoch: () => epoch,
    start: ({ dataKey, record, lockAfter, epoch: expected }) =>
      line.run(async () => {
        const now = clock.now();
        const times = { unlockedAt: now, lastActivityAt: now, maxSeenAt: now, lockAfter };
        const keys = await vault.openLocalKeys(dataKey, record);
        if (expected !== epoch) throw new LockedError();
        const kept = await session.start(dataKey, times);
        if (expected !== epoch) throw new LockedError();
        current?.open.lease.end();
        assemble(kept, record, keys, times);
      }),
    lock,
    async touch() {
      await acquire();
      if (current === null) return;
      current.times.lastActivityAt = clock.now();
      if (current.times.lastActivityAt - current.written.lastActivityAt > PRECISION) await save();
    },
    async setLockAfter(lockAfter) {
      await acquire();
      if (current === null) return;
      current.times.lockAfter = lockAfter;
      await save();
    },
    async lockAt() {
      const times = current?.times ?? (await session.times());
      return times === null ? null : lockTime(times);
    },
    onLock(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
