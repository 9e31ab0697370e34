/** The companion itself: its state, identities, settings and mediators. Times are milliseconds unless the name says otherwise. */
import type { Did } from '../decentrl-rpc.ts';
import type { Facts } from './facts.ts';

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
  /** After how long without use the companion locks by itself; `never` needs the password (security.md *Lock*). */
  lockAfter: LockAfter;
  /** Whether contacts are told that a message was read; that it was delivered they always are. */
  sendReadReceipts: boolean;
  /** Whether the browser says that something is new, never from whom or what. */
  notifications: boolean;
  /** Light, dark, or as the system has it. */
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
  identity_add: { params: { alias: string; mediatorDid: Did }; result: { did: Did } };
  identity_select: { params: { index: number }; result: null };
  settings_get: { params: undefined; result: Settings };
  /** `password` is needed to set lockAfter to never. */
  settings_set: { params: { settings: Partial<Settings>; password?: string }; result: Settings };
  sync_now: { params: undefined; result: null };
  diagnostics_get: { params: undefined; result: { report: string } };
}

/** What is true of these methods. */
export const account = {
  app_getState: { needs: 'nothing', person: false, repeatable: true, topics: ['state'] },
  mediator_check: { needs: 'nothing', person: false, repeatable: true, topics: [] },
  // Each call makes another identity.
  identity_add: { needs: 'unlocked', person: true, repeatable: false, topics: [] },
  identity_select: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  settings_get: { needs: 'nothing', person: false, repeatable: true, topics: ['settings'] },
  settings_set: { needs: 'unlocked', person: true, repeatable: true, topics: [] },
  sync_now: { needs: 'unlocked', person: false, repeatable: true, topics: [] },
  diagnostics_get: { needs: 'nothing', person: false, repeatable: true, topics: [] },
} as const satisfies Facts<AccountRpc>;
