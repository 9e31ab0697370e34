/**
 * What every screen shares: the state of the background as signals, refreshed by its pushes. Nothing here is a source of
 * truth: a popup lives seconds, so all of it can be thrown away and read again. Messages are never kept outside memory.
 */
import { type Signal, signal } from '@preact/signals';
import type {
  ApprovalView,
  AppState,
  ConversationRow,
  PopupChange,
  PopupRpc,
  PopupSnapshot,
  PopupTopic,
  RequestView,
  Settings,
} from '../../lib/api/popup/popup-rpc.ts';
import { topicsOf } from '../../lib/popup-client/topics-of.ts';
import { createDateFormat, type DateFormat } from '../text/date-format.ts';
import type { Translate } from '../text/translate.ts';
import type { PopupClient } from './popup-client.ts';
import type { PopupMemory } from './popup-memory.ts';
import type { Surface } from './surface.ts';

/** What `createCompanion` needs. */
export interface CompanionParts {
  client: PopupClient;
  t: Translate;
  /** BCP 47. */
  language: string;
  surface: Surface;
  memory: PopupMemory;
  /** Offered at the welcome; any other may be typed. */
  defaultMediator: string;
  /** Milliseconds. */
  now?: () => number;
}

/** The shared model of the popup. */
export interface Companion extends Required<CompanionParts> {
  dates: DateFormat;
  state: Signal<AppState | null>;
  /** The first page of conversations; null until known. */
  rows: Signal<{ items: ConversationRow[]; total: number } | null>;
  requests: Signal<RequestView[] | null>;
  approvals: Signal<ApprovalView[] | null>;
  settings: Signal<Settings | null>;
  /** Why the last refresh failed, or null. */
  failure: Signal<unknown>;
  /** Counts up with every change of one topic, for screens that load their own data. */
  version(topic: PopupTopic): Signal<number>;
  /** The same of every topic on which the result of a method is read again. */
  versions(method: keyof PopupRpc): number[];
  /** True while the words of a new identity are on screen, so that unlocking does not take them away. */
  welcoming: Signal<boolean>;
  /** Paints what the background left in memory, unless the worker answered first. */
  paint(snapshot: PopupSnapshot): void;
  /** Reads the given topics anew; failures show in `failure` and do not throw. */
  refresh(topics: PopupChange['topics']): Promise<void>;
  /** Starts listening to the background; returns what stops it. */
  start(): () => void;
}

const FIRST_PAGE = 50;

/** Makes the model over a client; nothing is read before `start`. */
export function createCompanion(parts: CompanionParts): Companion {
  const { client } = parts;
  const state = signal<AppState | null>(null);
  const rows = signal<{ items: ConversationRow[]; total: number } | null>(null);
  const requests = signal<RequestView[] | null>(null);
  const approvals = signal<ApprovalView[] | null>(null);
  const settings = signal<Settings | null>(null);
  const failure = signal<unknown>(null);
  const versions = new Map<string, Signal<number>>();
  let answered = false;

  const version: Companion['version'] = (topic) => {
    const known = versions.get(topic) ?? signal(0);
    versions.set(topic, known);
    return known;
  };

  async function readState(): Promise<void> {
    const next = await client.request('app_getState', undefined);
    answered = true;
    const unlockedNow = state.value?.phase !== 'unlocked' && next.phase === 'unlocked';
    state.value = next;
    parts.memory.setKnown(next.phase !== 'empty');
    if (next.phase !== 'unlocked') {
      [rows.value, requests.value, approvals.value] = [null, null, null];
    } else if (unlockedNow || rows.value === null || requests.value === null) {
      await Promise.all([readRows(), readRequests(), readApprovals()]);
    }
  }
  async function readRows(): Promise<void> {
    rows.value = await client.request('conversations_list', { offset: 0, limit: FIRST_PAGE });
  }
  async function readRequests(): Promise<void> {
    requests.value = await client.request('requests_list', undefined);
  }
  async function readApprovals(): Promise<void> {
    approvals.value = await client.request('approvals_list', undefined);
  }
  async function readSettings(): Promise<void> {
    const next = await client.request('settings_get', undefined);
    settings.value = next;
    parts.memory.setTheme(next.theme);
  }

  async function refresh(topics: PopupChange['topics']): Promise<void> {
    for (const topic of topics) version(topic).value += 1;
    const open = state.value?.phase === 'unlocked';
    const reads: Promise<void>[] = [];
    const touches = (method: keyof PopupRpc) => topicsOf(method).some((topic) => topics.includes(topic));
    if (touches('app_getState')) reads.push(readState());
    if (touches('settings_get')) reads.push(readSettings());
    if (open && touches('conversations_list')) reads.push(readRows());
    if (open && touches('requests_list')) reads.push(readRequests());
    if (open && touches('approvals_list')) reads.push(readApprovals());
    const results = await Promise.allSettled(reads);
    failure.value = results.find((result) => result.status === 'rejected')?.reason ?? null;
  }

  return {
    now: Date.now,
    ...parts,
    dates: createDateFormat(parts.language),
    state,
    rows,
    requests,
    approvals,
    settings,
    failure,
    version,
    versions: (method) => topicsOf(method).map((topic) => version(topic).value),
    welcoming: signal(false),
    refresh,
    paint(snapshot) {
      if (answered) return;
      state.value = snapshot.state;
      rows.value = { items: snapshot.rows, total: snapshot.rows.length };
    },
    start() {
      const stop = client.subscribe((change) => void refresh(change.topics));
      void refresh(['state', 'settings']);
      return stop;
    },
  };
}
