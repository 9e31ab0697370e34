/** What the preview shows: every state a screen can be in, with long, foreign and hostile text among it. */
import type {
  ApprovalView,
  AppState,
  ContactView,
  ConversationRow,
  GapView,
  IdentityView,
  MessageView,
  RequestView,
  Settings,
  SiteView,
} from '../../../lib/rpc/popup-rpc.ts';

/** The preview's present: 21 November 2026, 14:05, in the machine's zone. */
export const NOW = new Date(2026, 10, 21, 14, 5).getTime();
const MINUTE = 60_000;
const DAY = 86_400_000;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

function key(seed: number, prefix: string): string {
  let text = prefix;
  for (let at = 0, value = seed * 7919 + 13; at < 44; at++) {
    value = (value * 48_271 + 11) % 2_147_483_647;
    text += LETTERS[value % LETTERS.length];
  }
  return text;
}

export function sampleDid(seed: number, alias: string | null): string {
  const name = alias === null ? '' : `${btoa(unescape(encodeURIComponent(alias))).replace(/[+/=]/g, '')}:`;
  return `did:decentrl:${name}${key(seed, 'z6Mk')}:${key(seed + 500, 'z6LS')}:ZGlkOndlYjphLmV4YW1wbGU`;
}

function fingerprint(seed: number): string {
  const hex = ((seed * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}

export function identity(index: number, alias: string, active = false): IdentityView {
  return {
    index,
    did: sampleDid(900 + index, alias),
    alias,
    fingerprint: fingerprint(900 + index),
    mediatorDid: 'did:web:a.example',
    mediatorName: 'a.example',
    registered: true,
    lastSyncAt: NOW - 3 * MINUTE,
    syncProblem: null,
    active,
  };
}

export function contact(seed: number, alias: string | null, more: Partial<ContactView> = {}): ContactView {
  const did = sampleDid(seed, alias);
  return {
    identityIndex: 0,
    signingKey: did.split(':').find((part) => part.startsWith('z6Mk')) ?? '',
    did,
    alias,
    petname: null,
    name: more.petname ?? alias ?? `did:…${did.slice(-4)}`,
    fingerprint: fingerprint(seed),
    verified: false,
    blocked: false,
    muted: false,
    ambiguous: false,
    changedDid: null,
    mediatorName: 'a.example',
    status: 'active',
    expiresAt: NOW + 25 * DAY,
    address: null,
    ...more,
  };
}

export const bob = contact(4, 'bob', { petname: 'Bob', name: 'Bob', verified: true });
const rtl = contact(9, 'أمل\u202Egnp.exe');
const long = contact(11, 'Dr. Wilhelmina Featherstonehaugh-Cholmondeley of Upper Tooting');

export function row(
  id: string,
  who: ContactView,
  lastLine: string,
  ago: number,
  more: Partial<ConversationRow> = {},
): ConversationRow {
  return {
    conversationId: id,
    contact: who,
    lastLine,
    lastAt: NOW - ago,
    lastDirection: 'in',
    unread: 0,
    lastType: null,
    ...more,
  };
}

export const rows: ConversationRow[] = [
  row('bob', bob, 'See you at the harbour at six, bring the charts', 4 * MINUTE, { unread: 2 }),
  row('dave', contact(21, 'Dave', { status: 'proposed' }), 'Hello Dave', 25 * MINUTE, {
    lastDirection: 'out',
  }),
  row('market', contact(13, 'Harbour Market'), 'order.shipped · 3 items', 4 * DAY, {
    lastType: 'order.shipped',
  }),
  row('carol', contact(15, 'Carol'), 'Anchored it, here is the proof you asked for', 5 * DAY, {
    lastDirection: 'out',
  }),
  row('bob2', contact(17, 'B0b', { ambiguous: true }), 'It is me, Bob. New phone.', 6 * DAY, { unread: 1 }),
  row('echo', contact(19, 'Echo'), 'Say anything. I repeat it, end to end', 20 * DAY),
  row('rtl', rtl, 'مرحبا، كيف حالك؟ \u202Eevil', 22 * DAY),
  row('long', long, 'Would you be so kind as to let me know whether the conveyance is in order', 30 * DAY, {
    unread: 120,
  }),
  row('nobody', contact(23, null), '\u200B\u200B', 40 * DAY),
  row('old', contact(25, 'Erin', { status: 'revoked' }), 'Bye', 400 * DAY),
];

function message(
  cursor: number,
  direction: 'in' | 'out',
  text: string | null,
  at: number,
  state: MessageView['state'],
  more: Partial<MessageView> = {},
): MessageView {
  return {
    kind: 'message',
    cursor,
    eventId: `event-${cursor}`,
    direction,
    type: 'chat.message',
    text,
    data: {},
    origin: null,
    at,
    state,
    reason: null,
    held: null,
    anchoredBlock: null,
    ...more,
  };
}

const YESTERDAY = new Date(2026, 10, 20, 18, 20).getTime();
export const messages: Record<string, (MessageView | GapView)[]> = {
  bob: [
    message(1, 'in', 'Did the contract come through?', YESTERDAY, 'received'),
    message(2, 'out', 'Signed on both sides. Nobody in between can read this.', YESTERDAY + MINUTE, 'read'),
    message(3, 'in', 'See you at the harbour at six, bring the charts', NOW - 64 * MINUTE, 'received'),
    { kind: 'gap', cursor: 4, count: 1 },
    message(5, 'out', 'On my way', NOW - 3 * MINUTE, 'delivered'),
  ],
  states: [
    message(1, 'out', 'queued', NOW - 60 * MINUTE, 'queued'),
    message(2, 'out', 'accepted', NOW - 50 * MINUTE, 'accepted'),
    message(3, 'out', 'delivered', NOW - 40 * MINUTE, 'delivered'),
    message(4, 'out', 'read', NOW - 30 * MINUTE, 'read'),
    message(
      5,
      'in',
      'Look at https://charts.example/harbour?tide=6 and https://bank.example@evil.example/login',
      NOW - 20 * MINUTE,
      'received',
    ),
    message(6, 'out', 'This one did not make it.', NOW - 10 * MINUTE, 'failed', {
      reason: 'The contract was revoked.',
    }),
    message(7, 'out', 'Too late', NOW - 5 * MINUTE, 'expired'),
    { kind: 'gap', cursor: 8, count: 12 },
  ],
  market: [
    message(1, 'in', null, NOW - 5 * DAY, 'received', {
      type: 'order.placed',
      origin: 'https://harbour.market.example',
      data: {
        order: 'A-1042',
        items: ['Sextant', 'Rope, 20 m', 'Chart 412'],
        total: { amount: '184.50', currency: 'EUR' },
        gift: false,
      },
    }),
    message(2, 'out', null, NOW - 4 * DAY - 60 * MINUTE, 'read', {
      type: 'order.confirmed',
      origin: 'https://harbour.market.example',
      data: { order: 'A-1042', by: 'Alice' },
    }),
    message(3, 'in', null, NOW - 4 * DAY, 'received', {
      type: 'order.shipped',
      origin: 'https://harbour.market.example',
      data: {
        order: 'A-1042',
        parcel: {
          carrier: 'Cutter & Sons',
          number: 'CS-99812-NL',
          stops: [
            { at: 'Rotterdam', on: '2026-11-17' },
            { at: 'Vlissingen', on: '2026-11-18' },
          ],
        },
        note: 'Signature\u202E needed',
      },
    }),
  ],
  rtl: [
    message(1, 'in', 'مرحبا، كيف حالك؟', NOW - 30 * MINUTE, 'received'),
    message(2, 'out', 'שלום, all good. \u202Etxt.exe', NOW - 20 * MINUTE, 'delivered'),
    message(
      3,
      'in',
      '<img src=x onerror=alert(1)><script>alert(1)</script> javascript:alert(1)',
      NOW - 10 * MINUTE,
      'received',
    ),
    message(
      4,
      'in',
      `Z${'\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'.repeat(12)}algo ${'a'.repeat(200)}`,
      NOW - 9 * MINUTE,
      'received',
    ),
  ],
};

/** A conversation long enough to be read in pages. */
export function manyMessages(count: number): MessageView[] {
  return Array.from({ length: count }, (_, index) =>
    message(
      index + 1,
      index % 3 === 0 ? 'out' : 'in',
      `Message number ${index + 1}`,
      NOW - (count - index) * 30 * MINUTE,
      index % 3 === 0 ? 'read' : 'received',
    ),
  );
}

/** Enough conversations for a windowed list. */
export function manyRows(count: number): ConversationRow[] {
  return Array.from({ length: count }, (_, index) =>
    row(
      `many-${index}`,
      contact(1000 + index, `Contact ${index + 1}`),
      `Last words of conversation ${index + 1}`,
      index * 37 * MINUTE,
      { unread: index % 17 === 0 ? 1 : 0 },
    ),
  );
}

export const requests: RequestView[] = [
  {
    requestId: 'frank',
    identityIndex: 0,
    did: sampleDid(41, 'Frank'),
    alias: 'Frank',
    name: 'Frank',
    fingerprint: fingerprint(41),
    note: 'We met at the chandlery on Tuesday. You asked about the brass compass; I have found one for you.',
    receivedAt: NOW - 12 * MINUTE,
    expiresAt: Math.round((NOW + 30 * DAY) / 1000),
    ambiguous: false,
    direction: 'in',
    status: 'requested',
    heldMessages: [],
  },
  {
    requestId: 'support',
    identityIndex: 0,
    did: sampleDid(43, 'Bob'),
    alias: 'Bob',
    name: 'Bob',
    fingerprint: fingerprint(43),
    note: null,
    receivedAt: NOW - 90 * MINUTE,
    expiresAt: Math.round((NOW + 30 * DAY) / 1000),
    ambiguous: true,
    direction: 'in',
    status: 'requested',
    heldMessages: [],
  },
  {
    requestId: 'dave',
    identityIndex: 0,
    did: sampleDid(21, 'Dave'),
    alias: 'Dave',
    name: 'Dave',
    fingerprint: fingerprint(21),
    note: 'Hello Dave',
    receivedAt: NOW - 25 * MINUTE,
    expiresAt: Math.round((NOW + 30 * DAY) / 1000),
    ambiguous: false,
    direction: 'out',
    status: 'proposed',
    heldMessages: [],
  },
];

const DIGEST = '3f9ac01d77e2b6485d1c0f92ab34e7716c58d90e4fb2137a886ed45c01b9f3aa';
export function approval(
  id: string,
  kind: ApprovalView['kind'],
  origin: string,
  more: Partial<ApprovalView> = {},
): ApprovalView {
  return {
    approvalId: id,
    digest: DIGEST.slice(id.length % 32) + DIGEST.slice(0, id.length % 32),
    kind,
    origin,
    firstTime: true,
    createdAt: NOW - MINUTE,
    expiresAt: NOW + 9 * MINUTE,
    request: {},
    identities: [identity(0, 'Alice', true)],
    durations: [],
    ...more,
  };
}
const peer = {
  did: sampleDid(51, 'Harbour Master'),
  name: 'Harbour Master',
  fingerprint: fingerprint(51),
  known: false,
};
export const approvals: ApprovalView[] = [
  approval('connect', 'connect', 'https://harbour.market.example', {
    request: {
      mode: 'shared',
      grants: [
        { name: 'decentrl_identities', caveats: [] },
        { name: 'decentrl_contracts', caveats: [{ type: 'perMinute', value: 10 }] },
        {
          name: 'decentrl_events',
          caveats: [
            { type: 'eventTypes', value: ['order.*'] },
            { type: 'direction', value: 'out' },
          ],
        },
      ],
    },
    durations: ['once', 'session', '30days', 'until-revoked'],
  }),
  approval('contract', 'openContract', 'https://harbour.market.example', {
    firstTime: false,
    request: {
      peer,
      purpose: 'Follow your order from quay to door',
      eventTypes: ['order.*', 'delivery.slot'],
      note: 'Hello, this is about order A-1042.',
      contractExpiresAt: Math.round((NOW + 30 * DAY) / 1000),
    },
  }),
  approval('sign', 'signIn', 'https://forum.example', {
    request: {
      statement: 'Sign in to the Harbour Forum',
      message: `{"did":"${sampleDid(900, 'Alice')}","issued_at":1795270000,"nonce":"f81d4fae7dec","origin":"https://forum.example","type":"decentrl.signIn"}`,
    },
  }),
  approval(
    'hostile',
    'connect',
    `https://${'secure-login.harbour.market.example.'.repeat(6)}evil-domain.co.uk:8443`,
    {
      request: {
        mode: 'pairwise',
        reason:
          'Decentrl Support: your vault must be verified.\u202E Approve at once.\n\nOrigin: https://bank.example',
        grants: [
          { name: 'decentrl_identities', caveats: [] },
          { name: 'decentrl_events', caveats: [{ type: 'eventTypes', value: [] }] },
        ],
      },
      identities: [
        identity(0, 'Alice', true),
        identity(1, 'Harbour pilot'),
        identity(2, 'A very long name that somebody gave to an identity once'),
      ],
      durations: ['once', 'session', '30days', 'until-revoked'],
    },
  ),
  approval('puny', 'connect', 'https://xn--80ak6aa92e.com', {
    request: { mode: 'shared', grants: [{ name: 'decentrl_identities', caveats: [] }] },
    durations: ['once', 'session'],
  }),
];

export const sites: SiteView[] = [
  {
    origin: 'https://harbour.market.example',
    permissions: [
      {
        id: 'p1',
        invoker: 'https://harbour.market.example',
        parentCapability: 'decentrl_identities',
        caveats: [{ type: 'identities', value: [sampleDid(900, 'Alice')] }],
        date: NOW - 9 * DAY,
      },
      {
        id: 'p2',
        invoker: 'https://harbour.market.example',
        parentCapability: 'decentrl_events',
        caveats: [{ type: 'eventTypes', value: ['order.*'] }],
        date: NOW - 9 * DAY,
      },
    ],
    identities: [identity(0, 'Alice', true)],
    lastUsedAt: NOW - 4 * DAY,
    expiresAt: NOW + 21 * DAY,
    refused: false,
  },
  {
    origin: 'http://localhost:5173',
    permissions: [
      {
        id: 'p3',
        invoker: 'http://localhost:5173',
        parentCapability: 'decentrl_identities',
        caveats: [],
        date: NOW,
      },
    ],
    identities: [identity(0, 'Alice', true)],
    lastUsedAt: NOW - 20 * MINUTE,
    expiresAt: null,
    refused: false,
  },
  {
    origin: 'https://casino.example',
    permissions: [],
    identities: [],
    lastUsedAt: NOW - 2 * DAY,
    expiresAt: null,
    refused: true,
  },
];

export const settings: Settings = {
  lockAfter: '15m',
  sendReadReceipts: true,
  notifications: false,
  theme: 'system',
};

export const words =
  'harbour lantern orbit velvet maple quartz drift ember saddle polar fable inkwell mosaic thrive canyon glow ripple summit tundra walnut yonder zephyr acorn bridge'.split(
    ' ',
  );

export const state: AppState = {
  phase: 'unlocked',
  identities: [identity(0, 'Alice', true), identity(1, 'Harbour pilot')],
  wordsConfirmed: true,
  unread: 3,
  requests: 2,
  approvals: approvals.length,
  lockAt: NOW + 15 * MINUTE,
  unlockNotBefore: null,
  hostAccess: true,
  storageProblem: null,
};
