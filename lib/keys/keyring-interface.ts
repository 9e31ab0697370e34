import type { LockAfter } from '../api/popup/popup-rpc.ts';
import type { Bytes } from '../crypto/bytes.ts';
import type { IdentityKeys, IdentityProfile } from './identity-keys.ts';
import type { LockReason } from './lock-rules.ts';
import type { RootKey, RootKeySource } from './root-key.ts';
import type { IdentityPlan } from './vault.ts';

export type KeyringState = 'empty' | 'locked' | 'unlocked' | 'damaged';

/** Passwords are checked by `checkPassword`; a wrong one throws WrongPasswordError, one too early LimitError. Without the keys every method marked (keys) throws LockedError. */
export interface Keyring {
  state(): Promise<KeyringState>;
  /** The public part of every identity, also while locked; empty when there is no vault. */
  profiles(): Promise<IdentityProfile[]>;
  /** (keys) Leased keys of one identity. Throws NotFoundError for an index that is not there. */
  identity(index: number): Promise<IdentityKeys>;
  /** (keys) All of them, by index. */
  identities(): Promise<IdentityKeys[]>;
  /** (keys) AES-256-GCM for everything on this disk. */
  local(): Promise<CryptoKey>;
  /** (keys) The opaque name of a text on this disk: HMAC under the local index key, base64url. */
  blind(text: string): Promise<string>;
  /** (keys) Runs `work`; its result is dropped with LockedError when a lock came between. */
  guard<T>(work: () => Promise<T>): Promise<T>;
  /** Makes the first vault with identity 0 and unlocks it. Throws InvalidRequestError when there is one. */
  create(options: { alias: string | null; mediatorDid: string; password: string }): Promise<IdentityProfile>;
  /** Makes the vault of known words and unlocks it; allowed over a damaged one. The caller zeroes `root`. */
  restore(options: {
    root: Bytes;
    identities: readonly IdentityPlan[];
    password: string;
  }): Promise<IdentityProfile[]>;
  /** (keys) Adds the identity after the last and gives its public part. */
  addIdentity(options: { alias: string | null; mediatorDid: string }): Promise<IdentityProfile>;
  selectIdentity(index: number): Promise<void>;
  /** The identity chosen last, else the first; readable while locked. */
  activeIndex(): Promise<number>;
  unlock(password: string): Promise<void>;
  /** Earliest time (milliseconds) of another try of a password, null when at once. */
  unlockNotBefore(): Promise<number | null>;
  /** Ends every lease at once; resolves when nothing of the session is left. */
  lock(reason: LockReason): Promise<void>;
  /** Told after every lock, by whatever reason. Gives the function that ends it. */
  onLock(listener: (reason: LockReason) => void): () => void;
  /** Told after every unlock. */
  onUnlock(listener: () => void): () => void;
  /** When it locks by itself (milliseconds); null when locked or never. The alarm set for it is a hint. */
  lockAt(): Promise<number | null>;
  /** (keys) The person did something: moves `lockAt`. Not for pages, sockets or timers. */
  touch(): Promise<void>;
  lockAfter(): Promise<LockAfter>;
  /** (keys) `password` is needed for `never`. */
  setLockAfter(lockAfter: LockAfter, password?: string): Promise<void>;
  verifyPassword(password: string): Promise<void>;
  revealWords(password: string): Promise<string[]>;
  /** (keys) Whether the words are the ones; remembered when they are. */
  confirmWords(text: string): Promise<boolean>;
  wordsConfirmed(): Promise<boolean>;
  changePassword(password: string, newPassword: string): Promise<void>;
  /** (keys) Wraps the extractable private key of a contract under the identity's store sub-key: base64, pkcs8 inside. */
  wrapContractKey(index: number, privateKey: CryptoKey): Promise<string>;
  /** (keys) The root key of a contract, agreed once an unlock. Throws ContractExpiredError when its secret was destroyed; rejects when it is another identity's. */
  rootKey(source: RootKeySource): Promise<RootKey>;
  /** (keys) Forgets it: its secret was destroyed. */
  forgetRootKey(contractId: string): Promise<void>;
  /** Removes vault, session and every row from this browser. */
  erase(): Promise<void>;
}
