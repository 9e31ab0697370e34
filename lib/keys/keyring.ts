/**
 * The only place that holds keys. Private keys are CryptoKeys that cannot be read back; everything handed out is leased
 * and yields nothing after the lock. What is remembered here is a cache: a keyring made anew after the death of the worker
 * continues where the last one stopped, from `storage.session` and the vault (security.md *Keys*).
 */

import type { LockAfter } from '../api/popup/popup-rpc.ts';
import { type Bytes, equalBytes } from '../crypto/bytes.ts';
import { generateRoot, rootFromWords, wordsFromRoot } from '../crypto/mnemonic.ts';
import {
  InvalidParamsError,
  InvalidRequestError,
  LockedError,
  NotFoundError,
  VaultDamagedError,
} from '../errors/errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { LocalArea } from '../platform/local-area.ts';
import type { PackagedFile } from '../platform/packaged-file.ts';
import { createSerial } from '../platform/serial.ts';
import type { SessionArea } from '../platform/session-area.ts';
import type { Database } from '../store/database.ts';
import { eraseDatabase } from '../store/erase-database.ts';
import { loadCommonPasswords } from './common-passwords.ts';
import { wrapContractKey } from './contract-key-wrapping.ts';
import type { IdentityKeys, IdentityProfile } from './identity-keys.ts';
import { createPasswordKdf, DEFAULT_KDF, isWeaker, type Kdf, type KdfParams } from './kdf-params.ts';
import { createKeyAccess } from './key-access.ts';
import type { Keyring, KeyringState } from './keyring-interface.ts';
import { blindText } from './local-cipher.ts';
import { DEFAULT_LOCK_AFTER, isLockAfter } from './lock-rules.ts';
import { createPasswordGate } from './password-gate.ts';
import { checkPassword } from './password-rule.ts';
import { agreeRootKey } from './root-key.ts';
import { createSession } from './session.ts';
import { createUnlockThrottle } from './unlock-throttle.ts';
import { createVault, profilesOf } from './vault.ts';
import { createVaultCopies } from './vault-copies.ts';
import type { VaultRecord } from './vault-record.ts';
import { loadWordList } from './word-list.ts';
import { wrapIdentity } from './wrapped-identity.ts';

export type { Keyring } from './keyring-interface.ts';

const ACTIVE = 'activeIndex';
const LOCK_AFTER = 'lockAfter';

/** Makes the keyring over the browser's storages. `kdf` and `kdfParams` are for tests of old vaults and slow machines. */
export function createKeyring(deps: {
  db: Database;
  session: SessionArea;
  local: LocalArea;
  clock: Clock;
  packagedFile: PackagedFile;
  kdf?: Kdf;
  kdfParams?: KdfParams;
}): Keyring {
  const { db, local, clock, packagedFile, kdfParams = DEFAULT_KDF } = deps;
  const kdf = deps.kdf ?? createPasswordKdf(packagedFile);
  const vault = createVault({ copies: createVaultCopies({ db, local }), kdf, params: kdfParams });
  const access = createKeyAccess({ session: createSession({ session: deps.session, db }), vault, clock });
  const throttle = createUnlockThrottle({ local, clock });
  const open = createPasswordGate({ vault, throttle });
  const changes = createSerial();
  const unlockListeners = new Set<() => void>();

  async function start(dataKey: CryptoKey, record: VaultRecord, epoch: number): Promise<void> {
    await access.start({ dataKey, record, lockAfter: await lockAfter(), epoch });
    for (const listener of [...unlockListeners]) listener();
  }

  async function lockAfter(): Promise<LockAfter> {
    const stored = await local.get(LOCK_AFTER).catch(() => undefined);
    return isLockAfter(stored) ? stored : DEFAULT_LOCK_AFTER;
  }

  async function assertPassword(password: string): Promise<void> {
    const { problem } = checkPassword(password, await loadCommonPasswords(packagedFile));
    if (problem !== null) throw new InvalidParamsError(problem);
  }

  /** The newest readable record, authenticated only when unlocked. */
  async function shownRecord(): Promise<VaultRecord | undefined> {
    const opened = await access.acquire().catch(() => null);
    if (opened !== null) return opened.record;
    return (await vault.read()).copies[0]?.record;
  }

  async function state(): Promise<KeyringState> {
    try {
      await access.acquire();
      return 'unlocked';
    } catch (error) {
      if (error instanceof VaultDamagedError) return 'damaged';
      if (!(error instanceof LockedError)) throw error;
    }
    const { copies, empty } = await vault.read();
    return empty ? 'empty' : copies.length === 0 ? 'damaged' : 'locked';
  }

  async function make(
    options: Parameters<typeof vault.create>[0],
    allowed: KeyringState[],
  ): Promise<IdentityProfile[]> {
    const epoch = access.epoch();
    await assertPassword(options.password);
    return changes.run(async () => {
      if (!allowed.includes(await state()))
        throw new InvalidRequestError('There is a vault in this browser already.');
      // Whatever lies here was encrypted under keys that are gone.
      await eraseDatabase(db, ['settings']);
      const { dataKey, record } = await vault.create(options);
      await throttle.succeed();
      await local.remove(ACTIVE);
      await start(dataKey, record, epoch);
      return profilesOf(record);
    });
  }

  async function identity(index: number): Promise<IdentityKeys> {
    const opened = await access.acquire();
    const keys = opened.identity(index);
    if (keys === undefined) throw new NotFoundError('There is no such identity.');
    return opened.lease.guard(() => keys);
  }

  async function profiles(): Promise<IdentityProfile[]> {
    const record = await shownRecord();
    return record === undefined ? [] : profilesOf(record);
  }

  return {
    state,
    profiles,
    identity,
    async identities() {
      const { record } = await access.acquire();
      return Promise.all(record.profiles.map((profile) => identity(profile.index)));
    },
    local: async () => (await access.acquire()).local,
    async blind(text) {
      const { lease, localIndex } = await access.acquire();
      return lease.guard(() => blindText(localIndex, text));
    },
    guard: async (work) => (await access.acquire()).lease.guard(work),
    async create({ alias, mediatorDid, password }) {
      const root = generateRoot();
      try {
        const plan = { index: 0, alias, mediatorDid };
        const [profile] = await make({ root, identities: [plan], password, wordsConfirmed: false }, [
          'empty',
        ]);
        return profile as IdentityProfile;
      } finally {
        root.fill(0);
      }
    },
    restore: ({ root, identities, password }) =>
      make({ root, identities, password, wordsConfirmed: true }, ['empty', 'damaged']),
    addIdentity: ({ alias, mediatorDid }) =>
      changes.run(async () => {
        const opened = await access.acquire();
        const index = Math.max(...opened.record.profiles.map((profile) => profile.index)) + 1;
        const root = await vault.openRoot(opened.dataKey, opened.record);
        try {
          const { profile, wrapped } = await opened.lease.guard(() =>
            wrapIdentity(opened.dataKey, { root, index, alias, mediatorDid }),
          );
          const { profiles: before, secrets } = opened.record;
          opened.record = await vault.change(opened.dataKey, opened.record, {
            profiles: [...before, profile],
            secrets: { ...secrets, identities: [...secrets.identities, wrapped] },
          });
          return profile;
        } finally {
          root.fill(0);
        }
      }),
    async selectIdentity(index) {
      if (!(await profiles()).some((profile) => profile.index === index)) {
        throw new NotFoundError('There is no such identity.');
      }
      await local.set(ACTIVE, index);
    },
    async activeIndex() {
      const [chosen, known] = await Promise.all([local.get(ACTIVE).catch(() => undefined), profiles()]);
      return known.find((profile) => profile.index === chosen)?.index ?? known[0]?.index ?? 0;
    },
    async unlock(password) {
      // Taken before anything is awaited: a lock from here on wins.
      const epoch = access.epoch();
      await changes.run(async () => {
        const { dataKey, record } = await open(password);
        const stale = isWeaker(record.header.kdf, kdfParams);
        // A full disk must not keep the person out: the cost is raised at another unlock.
        const raised = stale ? await vault.rewrap(dataKey, record, password).catch(() => record) : record;
        await start(dataKey, raised, epoch);
      });
    },
    unlockNotBefore: () => throttle.notBefore(),
    lock: (reason) => access.lock(reason),
    onLock: (listener) => access.onLock(listener),
    onUnlock(listener) {
      unlockListeners.add(listener);
      return () => unlockListeners.delete(listener);
    },
    lockAt: () => access.lockAt(),
    touch: () => access.touch(),
    lockAfter,
    async setLockAfter(value, password) {
      if (!isLockAfter(value)) throw new InvalidParamsError('There is no such setting.');
      await access.acquire();
      if (value === 'never') await open(password ?? '');
      await local.set(LOCK_AFTER, value);
      await access.setLockAfter(value);
    },
    async verifyPassword(password) {
      await open(password);
    },
    async revealWords(password) {
      const { dataKey, record } = await open(password);
      const root = await vault.openRoot(dataKey, record);
      try {
        return wordsFromRoot(root, await loadWordList(packagedFile));
      } finally {
        root.fill(0);
      }
    },
    confirmWords: (text) =>
      changes.run(async () => {
        const opened = await access.acquire();
        const wordList = await loadWordList(packagedFile);
        let typed: Bytes;
        try {
          typed = rootFromWords(text, wordList);
        } catch {
          return false;
        }
        const root = await vault.openRoot(opened.dataKey, opened.record);
        const right = equalBytes(typed, root);
        typed.fill(0);
        root.fill(0);
        if (right && !opened.record.wordsConfirmed) {
          opened.record = await vault.change(opened.dataKey, opened.record, { wordsConfirmed: true });
        }
        return right;
      }),
    wordsConfirmed: async () => (await shownRecord())?.wordsConfirmed ?? false,
    async changePassword(password, newPassword) {
      await assertPassword(newPassword);
      await changes.run(async () => {
        const { dataKey, record } = await open(password);
        const changed = await vault.rewrap(dataKey, record, newPassword);
        const opened = await access.acquire().catch(() => null);
        if (opened !== null) opened.record = changed;
      });
    },
    async wrapContractKey(index, privateKey) {
      return wrapContractKey((await identity(index)).store, privateKey);
    },
    async rootKey(source) {
      const { lease, rootKeys } = await access.acquire();
      const known = rootKeys.get(source.contractId);
      if (known !== undefined) return known;
      const { store } = await identity(source.identityIndex);
      const agreed = agreeRootKey(source, store, lease);
      rootKeys.set(source.contractId, agreed);
      agreed.catch(() => rootKeys.delete(source.contractId));
      return agreed;
    },
    async forgetRootKey(contractId) {
      const { rootKeys } = await access.acquire();
      rootKeys.delete(contractId);
    },
    async erase() {
      await access.lock('erased');
      await changes.run(async () => {
        await vault.erase();
        await eraseDatabase(db);
        await local.clear();
        await deps.session.clear();
      });
    },
  };
}
