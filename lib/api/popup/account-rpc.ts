/** The part of the private vocabulary that is about this companion itself: vault, lock, identities, mediators and settings. Types only. Times are milliseconds unless the name says otherwise. */
import type { Did } from '../decentrl-rpc.ts';

/** One identity of this companion, as screens show it. */
export interface IdentityView {
  index: number;
  did: Did;
  alias: string | null;
  fingerprint: string;
  mediatorDid: Did;
  /** Text for people, the host of the mediator. */
  mediatorName: string;
  registered: boolean;
  lastSyncAt: number | null;
  /** What stands in the way of a sync, in the words of an error message, or null. */
  syncProblem: string | null;
  active: boolean;
}

/** What every screen needs to know first. */
export interface AppState {
  phase: 'empty' | 'locked' | 'unlocked' | 'damaged';
  identities: IdentityView[];
  /** False until the person pasted the 24 words back. */
  wordsConfirmed: boolean;
  unread: number;
  requests: number;
  approvals: number;
  /** Wall-clock time of the next automatic lock, null when locked or never. */
  lockAt: number | null;
  /** Earliest time another password may be tried, null when at once. */
  unlockNotBefore: number | null;
  /** False when the browser withholds access to sites (Firefox; browsers.md *Manifest and permissions*). */
  hostAccess: boolean;
  /** A store that could not be written (full disk): sentence for the banner, or null. */
  storageProblem: string | null;
}

/** After how long without use it locks by itself. */
export type LockAfter = '1m' | '5m' | '15m' | '30m' | '1h' | '4h' | 'browser-close' | 'never';

/** What a person can set, with a value for each. */
export interface Settings {
  lockAfter: LockAfter;
  sendReadReceipts: boolean;
  notifications: boolean;
  theme: 'system' | 'light' | 'dark';
}

/** Whether a mediator can be used, and what stands in the way. */
export interface MediatorCheck {
  ok: boolean;
  mediatorDid: Did;
  name: string;
  endpoint: string | null;
  /** Sentence that says what is wrong and what to do. */
  problem: string | null;
}

/** What the popup asks about the companion itself, by method. */
export interface AccountRpc {
  app_getState: { params: undefined; result: AppState };
  /** Reads the did:web document and health of a mediator before it is used; accepts a DID or a host or URL typed by a person. */
  mediator_check: { params: { mediator: string }; result: MediatorCheck };
  /** Rules and strength of a password, for the meter. `score` 0…4; `problem` null when acceptable. */
  password_check: { params: { password: string }; result: { score: number; problem: string | null } };
  vault_create: { params: { alias: string; mediatorDid: Did; password: string }; result: { did: Did } };
  vault_restore: {
    params: { words: string; mediatorDid: Did; password: string };
    result: { identities: number };
  };
  vault_unlock: { params: { password: string }; result: null };
  vault_lock: { params: undefined; result: null };
  vault_revealWords: { params: { password: string }; result: { words: string[] } };
  vault_confirmWords: { params: { words: string }; result: { confirmed: boolean } };
  vault_changePassword: { params: { password: string; newPassword: string }; result: null };
  /** Removes everything from this browser; `confirmation` must be the word the screen asks for: `delete`. */
  vault_erase: { params: { confirmation: string }; result: null };
  /** Where the database cannot be opened (4334): goes on with an empty one beside it. The vault is kept. */
  storage_beginAnew: { params: undefined; result: null };
  identity_add: { params: { alias: string; mediatorDid: Did }; result: { did: Did } };
  identity_select: { params: { index: number }; result: null };
  settings_get: { params: undefined; result: Settings };
  /** `password` is needed to set lockAfter to never. */
  settings_set: { params: { settings: Partial<Settings>; password?: string }; result: Settings };
  sync_now: { params: undefined; result: null };
  diagnostics_get: { params: undefined; result: { report: string } };
}
