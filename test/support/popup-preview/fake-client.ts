/** A background in memory: enough of one that every screen can be walked through, and one that can be told to fail or to be slow. */

import type { PopupClient } from '../../../components/companion/popup-client.ts';
import type {
  ApprovalView,
  AppState,
  ChainSettings,
  ContactView,
  ConversationRow,
  HeldResolution,
  MessageView,
  PopupChange,
  PopupRpc,
  RequestView,
  Settings,
  SiteView,
} from '../../../lib/api/popup/popup-rpc.ts';
import * as sample from './sample-data.ts';

/** What the preview's address may ask for. */
export interface Scenario {
  phase: AppState['phase'];
  /** Number of conversations; null for the sample ones. */
  many: number | null;
  empty: boolean;
  /** Methods that never answer, or that fail. */
  hang: string[];
  fail: string[];
  /** The database cannot be opened: `anew` where the companion can begin in another place, `words` where it cannot. */
  unusable: 'anew' | 'words' | null;
  state: Partial<AppState>;
  /** Text that stands in for everything that comes from outside. */
  hostile: string | null;
}

/** One call that was made, for tests. */
export interface Call {
  method: string;
  params: unknown;
}

/** Answers of what a screen asks; the others have none. */
type Handlers = { [M in keyof PopupRpc]?: (params: PopupRpc[M]['params']) => PopupRpc[M]['result'] };

class FakeError extends Error {
  readonly code: number;
  readonly details: object;
  constructor(code: number, message: string, details: object = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

const PASSWORD_WRONG = 'wrong';

const chainSettings: ChainSettings = {
  chainId: 137,
  rpcUrls: ['https://rpc-a.example', 'https://rpc-b.example', 'https://rpc-c.example'],
  contract: null,
  slot: null,
  gateways: ['https://gateway-a.example', 'https://gateway-b.example'],
  chains: {},
  ensRpcUrl: null,
};

/** Makes the fake; `calls` fills up with what the popup asked. */
export function createFakeClient(
  scenario: Scenario,
): PopupClient & { calls: Call[]; push(change: PopupChange): void } {
  const listeners = new Set<(change: PopupChange) => void>();
  const calls: Call[] = [];
  const poison = <T extends object>(value: T): T =>
    scenario.hostile === null ? value : (JSON.parse(JSON.stringify(value)) as T);
  let state: AppState = { ...sample.state, phase: scenario.phase, ...scenario.state };
  if (scenario.phase === 'empty') state = { ...state, identities: [] };
  if (scenario.empty) state = { ...state, unread: 0, requests: 0, approvals: 0 };
  let { unusable } = scenario;
  let settings: Settings = sample.settings;
  let rows: ConversationRow[] = scenario.empty
    ? []
    : scenario.many === null
      ? sample.rows
      : sample.manyRows(scenario.many);
  let requests: RequestView[] = scenario.empty ? [] : sample.requests;
  let approvals: ApprovalView[] = scenario.empty ? [] : sample.approvals;
  let sites: SiteView[] = scenario.empty ? [] : sample.sites;
  let wallets = sample.wallets;
  let escrows = sample.escrows;
  let chain = chainSettings;
  const anchoring = new Set<string>();
  const drafts = new Map<string, string>();
  const sent = new Map<string, MessageView[]>();
  let wrong = 0;
  let cursor = 10_000;

  if (scenario.hostile !== null) {
    const text = scenario.hostile;
    const who: ContactView = {
      ...sample.bob,
      alias: text,
      petname: text,
      name: text,
      ambiguous: true,
      mediatorName: text,
    };
    rows = [sample.row('bob', who, text, 1000, { unread: 1, lastType: text }), ...poison(rows).slice(1, 3)];
    requests = requests.map((request) => ({ ...request, alias: text, name: text, note: text }));
    approvals = approvals.map((one) => ({
      ...one,
      request: {
        ...one.request,
        reason: text,
        purpose: text,
        note: text,
        statement: text,
        message: text,
        eventTypes: [text],
        peer: { did: text, name: text, fingerprint: text, known: false },
        ...(one.request.address === undefined
          ? {}
          : {
              address: { ...one.request.address, checksummed: text },
              escrow: { did: text, name: text, known: false },
              content: { type: text, text: null, data: { [text]: text } },
            }),
        grants: [
          ...(one.request.grants ?? []),
          {
            name: 'decentrl_events' as const,
            caveats: [
              { type: 'eventTypes', value: [text] },
              { type: text, value: { [text]: text } },
            ],
          },
        ],
      },
      identities: one.identities.map((identity) => ({ ...identity, alias: text, mediatorName: text })),
    }));
    state = {
      ...state,
      identities: state.identities.map((identity) => ({
        ...identity,
        alias: text,
        mediatorName: text,
        syncProblem: text,
      })),
      storageProblem: text,
    };
  }

  const words = (value: string): string => scenario.hostile ?? value;
  const contactOf = (conversationId: string): ContactView =>
    rows.find((row) => row.conversationId === conversationId)?.contact ??
    sample.contact(21, 'Dave', { status: 'proposed' });
  const messagesOf = (conversationId: string) => {
    const hostile = scenario.hostile;
    if (hostile !== null) {
      return [
        { ...(sample.messages.bob?.[0] as MessageView), text: hostile },
        {
          ...(sample.messages.wallet?.[0] as MessageView),
          eventId: 'held',
          cursor: 1.5,
          text: hostile,
          held: sample.label({ readableBy: hostile, escrow: hostile }),
        },
        { ...(sample.messages.states?.[5] as MessageView), cursor: 2, text: hostile, reason: hostile },
        {
          ...(sample.messages.market?.[0] as MessageView),
          eventId: 'x',
          cursor: 3,
          type: hostile,
          origin: hostile,
          data: { [hostile]: hostile, list: [hostile] },
        },
      ];
    }
    const base = conversationId.startsWith('many-')
      ? sample.manyMessages(400)
      : (sample.messages[conversationId] ?? []);
    return [...base, ...(sent.get(conversationId) ?? [])];
  };
  const push = (change: PopupChange): void => {
    for (const listener of listeners) listener(change);
  };
  const later = (topics: PopupChange['topics']): void => void setTimeout(() => push({ topics }), 0);

  const handlers: Handlers = {
    app_getState: () => state,
    mediator_check({ mediator }) {
      const bad = /bad|down/.test(mediator);
      const host = mediator.replace(/^did:web:|^https?:\/\//g, '').replace('%3A', ':');
      return {
        ok: !bad,
        mediatorDid: `did:web:${host}`,
        name: host,
        endpoint: bad ? null : `https://${host}`,
        problem: bad ? 'This mediator does not answer. Check the spelling, or choose another.' : null,
      };
    },
    password_check({ password }) {
      if (password.length < 12)
        return { score: 1, problem: `${12 - password.length} more characters, please.` };
      return { score: Math.min(4, Math.floor(password.length / 5)), problem: null };
    },
    vault_create({ alias }) {
      state = { ...sample.state, identities: [sample.identity(0, alias, true)], wordsConfirmed: false };
      rows = [];
      requests = [];
      approvals = [];
      state = { ...state, unread: 0, requests: 0, approvals: 0 };
      later(['state']);
      return { did: sample.sampleDid(900, alias) };
    },
    vault_restore() {
      state = { ...sample.state };
      return { identities: 1 };
    },
    vault_unlock({ password }) {
      if (password === PASSWORD_WRONG) {
        wrong += 1;
        throw new FakeError(4330, 'That is not the password.', { retryAfterMs: wrong > 1 ? 4000 : 0 });
      }
      state = { ...state, phase: 'unlocked', unlockNotBefore: null };
      later(['state']);
      return null;
    },
    storage_reset: () => {
      unusable = null;
      return null;
    },
    vault_lock() {
      state = { ...state, phase: 'locked' };
      later(['state']);
      return null;
    },
    vault_revealWords({ password }) {
      if (password === PASSWORD_WRONG)
        throw new FakeError(4330, 'That is not the password.', { retryAfterMs: 0 });
      return { words: sample.words };
    },
    vault_confirmWords({ words }) {
      const confirmed = words.trim().toLowerCase().split(/\s+/).join(' ') === sample.words.join(' ');
      if (confirmed) state = { ...state, wordsConfirmed: true };
      return { confirmed };
    },
    vault_changePassword({ password }) {
      if (password === PASSWORD_WRONG)
        throw new FakeError(4330, 'That is not the password.', { retryAfterMs: 0 });
      return null;
    },
    vault_erase() {
      state = { ...state, phase: 'empty', identities: [] };
      return null;
    },
    identity_add({ alias }) {
      state = {
        ...state,
        identities: [...state.identities, sample.identity(state.identities.length, alias)],
      };
      return { did: sample.sampleDid(910, alias) };
    },
    identity_select({ index }) {
      state = {
        ...state,
        identities: state.identities.map((one) => ({ ...one, active: one.index === index })),
      };
      return null;
    },
    settings_get: () => settings,
    settings_set({ settings: change }) {
      settings = { ...settings, ...change };
      return settings;
    },
    conversations_list(params) {
      const search = params?.search?.toLowerCase() ?? '';
      const all = rows.filter((row) => `${row.contact.name} ${row.lastLine}`.toLowerCase().includes(search));
      const offset = params?.offset ?? 0;
      return { items: all.slice(offset, offset + (params?.limit ?? 50)), total: all.length };
    },
    conversation_get({ conversationId, before = Number.POSITIVE_INFINITY, limit = 50 }) {
      const all = messagesOf(conversationId).filter((item) => item.cursor < before);
      return {
        contact: contactOf(conversationId),
        items: all.slice(-limit),
        hasMore: all.length > limit,
        anchoring: anchoring.has(conversationId),
      };
    },
    conversation_markRead({ conversationId }) {
      rows = rows.map((row) => (row.conversationId === conversationId ? { ...row, unread: 0 } : row));
      return null;
    },
    conversation_send({ conversationId, text }) {
      cursor += 1;
      const eventId = `sent-${cursor}`;
      const message: MessageView = {
        kind: 'message',
        cursor,
        eventId,
        direction: 'out',
        type: 'chat.message',
        text,
        data: {},
        origin: null,
        at: sample.NOW,
        state: 'queued',
        reason: null,
        held: null,
        anchoredBlock: null,
      };
      sent.set(conversationId, [...(sent.get(conversationId) ?? []), message]);
      later([`conversation:${conversationId}`]);
      return { eventId };
    },
    conversation_retry: () => null,
    conversation_saveDraft({ conversationId, text }) {
      drafts.set(conversationId, text);
      return null;
    },
    conversation_getDraft: ({ conversationId }) => ({ text: drafts.get(conversationId) ?? '' }),
    contact_resolve({ did }) {
      const base = {
        contact: null,
        conversationId: null,
        name: 'Grace',
        fingerprint: '5be1-02aa',
        mediatorName: 'b.example',
        problem: null,
      };
      if (did.includes('self')) return { ...base, name: 'Alice', delivery: 'self' };
      if (did.includes('down')) return { ...base, delivery: 'unreachable' };
      if (did === sample.bob.did)
        return {
          ...base,
          contact: sample.bob,
          conversationId: 'bob',
          name: 'Bob',
          fingerprint: sample.bob.fingerprint,
          delivery: 'e2ee',
        };
      return { ...base, delivery: 'request' };
    },
    contact_get({ signingKey }) {
      const found = rows.find((row) => row.contact.signingKey === signingKey);
      return {
        contact: found?.contact ?? sample.bob,
        conversationId: found?.conversationId ?? 'bob',
        safetyNumber: '048213377150926841507739200416638125590271449306817220580613',
        bindings: found?.conversationId === 'handed' ? sample.bindings : [],
        contracts: [
          {
            contractId: '08cf7292ba8c32fcf0c974303decc3a6',
            status: 'active',
            timestamp: sample.NOW / 1000,
            expiresAt: Math.round(sample.NOW / 1000) + 25 * 86_400,
          },
          {
            contractId: 'a1cf7292ba8c32fcf0c974303decc3a6',
            status: 'expired',
            timestamp: sample.NOW / 1000,
            expiresAt: Math.round(sample.NOW / 1000) - 5 * 86_400,
          },
        ],
        sites: scenario.empty ? [] : sites.slice(0, 1),
      };
    },
    contact_update({ signingKey, ...change }) {
      rows = rows.map((row) =>
        row.contact.signingKey === signingKey
          ? { ...row, contact: { ...row.contact, ...change, name: change.petname ?? row.contact.name } }
          : row,
      );
      return rows.find((row) => row.contact.signingKey === signingKey)?.contact ?? sample.bob;
    },
    contract_propose: () => ({ requestId: 'dave', conversationId: 'dave' }),
    contract_accept({ requestId }) {
      requests = requests.filter((one) => one.requestId !== requestId);
      return { conversationId: 'bob' };
    },
    contract_decline({ requestId }) {
      requests = requests.filter((one) => one.requestId !== requestId);
      return null;
    },
    contract_revoke({ signingKey }) {
      rows = rows.map((row) =>
        row.contact.signingKey === signingKey
          ? { ...row, contact: { ...row.contact, status: 'revoked' } }
          : row,
      );
      return null;
    },
    requests_list: () => requests,
    approvals_list: () => approvals,
    approvals_get: ({ approvalId }) => approvals.find((one) => one.approvalId === approvalId) ?? null,
    approvals_decide({ approvalId }) {
      approvals = approvals.filter((one) => one.approvalId !== approvalId);
      return null;
    },
    approvals_rejectAll() {
      approvals = [];
      return null;
    },
    sites_list: () => sites,
    sites_revoke({ origin }) {
      sites = sites.filter((one) => one.origin !== origin);
      return null;
    },
    sync_now: () => null,
    held_resolve({ to, chainId = 137 }) {
      const isName = !to.startsWith('0x');
      const linked = to.toLowerCase() === sample.LINKED.toLowerCase() || to === 'grace.eth';
      const checksummed = linked ? sample.LINKED : sample.WALLET;
      const base: HeldResolution = {
        to,
        address: checksummed.toLowerCase(),
        checksummed,
        chainId,
        ensName: isName ? to : null,
        delivery: 'held',
        readableBy: 'a.example',
        escrow: 'did:web:a.example',
        notAfter: sample.NOW + 30 * 86_400_000,
        inviteUrl: `https://a.example/invite#${checksummed.toLowerCase()}`,
        contact: null,
        conversationId: null,
        changedKey: null,
        contractWalletOn: null,
        problem: null,
      };
      const open = { ...base, readableBy: null, escrow: null, notAfter: null, inviteUrl: null };
      if (to === 'off.eth')
        return {
          ...open,
          address: '',
          checksummed: '',
          delivery: 'unreachable',
          problem: 'ENS names are switched off. Set an endpoint for them in the settings.',
        };
      if (to.startsWith('0x00'))
        return {
          ...open,
          delivery: 'unreachable',
          problem:
            'Another key answers for this wallet now. It is used when 24 hours have passed; ask them by another way.',
          changedKey: { did: sample.bob.did, seenAt: sample.NOW, usableAt: sample.NOW + 86_400_000 },
          contractWalletOn: 1,
        };
      return linked ? { ...open, delivery: 'e2ee', contact: sample.bob } : base;
    },
    held_send({ to, text, allowHeld }) {
      const bound = to.toLowerCase() === sample.LINKED.toLowerCase();
      if (!bound && !allowHeld) throw new FakeError(4316, 'This recipient has not set up yet.');
      cursor += 1;
      const conversationId = bound ? 'handed' : 'wallet';
      const [first] = sample.messages.wallet as MessageView[];
      const message: MessageView = {
        ...(first as MessageView),
        cursor,
        eventId: `held-${cursor}`,
        text,
        at: sample.NOW,
        state: 'queued',
        anchoredBlock: null,
        held: bound ? null : sample.label({ receivedAt: null }),
      };
      sent.set(conversationId, [...(sent.get(conversationId) ?? []), message]);
      later([`conversation:${conversationId}`]);
      return { messageId: message.eventId, conversationId, delivery: bound ? 'e2ee' : 'held' };
    },
    held_withdraw({ messageId }) {
      const list = sample.messages.wallet as MessageView[];
      sample.messages.wallet = list.map((one) =>
        one.eventId === messageId && one.held !== null
          ? {
              ...one,
              state: 'withdrawn',
              held: { ...one.held, readableBy: null, notAfter: null, withdrawable: false },
            }
          : one,
      );
      return { state: 'withdrawn' };
    },
    wallets_list: () =>
      scenario.empty ? [] : wallets.map((one) => ({ ...one, escrowName: words(one.escrowName) })),
    wallets_linkPage: () => ({ url: 'https://a.example/link', problem: null }),
    wallets_revoke({ address }) {
      wallets = wallets.filter((one) => one.address !== address);
      return null;
    },
    anchor_get: ({ messageId }) => ({
      entries: (sample.anchors[messageId] ?? [sample.anchor()]).map((one) => ({
        ...one,
        cid: words(one.cid),
        endpoints: one.endpoints.map((host, index) => (index === 0 ? words(host) : host)),
        warning: scenario.hostile ?? one.warning,
      })),
    }),
    anchor_exportProof: () => ({ fileName: 'proof.json', json: '{"v":1}' }),
    anchor_settingsGet: () => ({ ...chain, defaults: chainSettings }),
    anchor_settingsSet({ settings: change }) {
      chain = { ...chain, ...change };
      return chain;
    },
    escrows_list: () => (scenario.empty ? [] : escrows.map((one) => ({ ...one, name: words(one.name) }))),
    escrows_add({ escrow }) {
      if (escrow.includes('down'))
        throw new FakeError(-32602, 'x', {
          issues: [{ path: 'escrow', message: 'This mediator holds no messages for wallets.' }],
        });
      const added = {
        did: `did:web:${escrow}`,
        name: escrow,
        from: 'added' as const,
        identityIndex: null,
        problem: null,
      };
      escrows = [...escrows, added];
      return added;
    },
    escrows_remove({ escrow }) {
      escrows = escrows.filter((one) => one.did !== escrow);
      return null;
    },
    conversation_setAnchoring({ conversationId, on }) {
      if (on) anchoring.add(conversationId);
      else anchoring.delete(conversationId);
      return null;
    },
    diagnostics_get: () => ({
      report: JSON.stringify(
        {
          version: '0.1.0',
          browser: 'preview',
          phase: state.phase,
          outbox: 2,
          lastErrors: ['mediator-unreachable'],
        },
        null,
        2,
      ),
    }),
  };

  return {
    calls,
    push,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request(method, params) {
      calls.push({ method, params });
      if (scenario.hang.includes(method)) return new Promise<never>(() => undefined);
      await Promise.resolve();
      if (scenario.fail.includes(method)) throw new FakeError(4901, 'The mediator cannot be reached.');
      if (unusable !== null && method !== 'storage_reset')
        throw new FakeError(4334, 'The browser cannot open what the companion stored here.', {
          canBeginAnew: unusable === 'anew',
        });
      const answer = handlers[method];
      if (answer === undefined) throw new Error(`There is no sample of ${method}.`);
      return structuredClone(answer(params));
    },
  };
}
