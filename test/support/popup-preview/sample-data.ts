/** What the preview shows: every state a screen can be in, with long, foreign and hostile text among it. */
import type {
  AnchorEntryView,
  ApprovalView,
  AppState,
  BindingView,
  ContactView,
  ConversationRow,
  EscrowView,
  GapView,
  HeldLabel,
  IdentityView,
  MessageView,
  RequestView,
  Settings,
  SiteView,
  WalletView,
} from '../../../lib/api/popup/popup-rpc.ts';

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

/** A wallet nobody has linked yet, and one that Grace has. */
export const WALLET = '0x62C4B1b5bA12EA1B9BBd3fD2b62eAA0e7b9cd7A1';
export const LINKED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
/** A contact without an identity: a wallet nobody answers for. */
export const nobody: ContactView = {
  ...contact(31, null),
  signingKey: '',
  did: '',
  name: '0x62C4…d7A1',
  fingerprint: '',
  mediatorName: '',
  status: 'proposed',
  expiresAt: null,
  address: WALLET.toLowerCase(),
};
const grace = contact(33, 'Grace', { address: LINKED.toLowerCase() });

/** What is told of a message that went by an escrow. */
export function label(more: Partial<HeldLabel> = {}): HeldLabel {
  return {
    address: WALLET.toLowerCase(),
    checksummed: WALLET,
    chainId: 137,
    escrow: 'did:web:a.example',
    readableBy: 'a.example',
    couldRead: null,
    since: null,
    notAfter: NOW + 30 * DAY,
    receivedAt: NOW - 24 * MINUTE,
    withdrawable: true,
    ...more,
  };
}
const GONE = { readableBy: null, notAfter: null, withdrawable: false };
const DONE = { ...GONE, couldRead: 'a.example', since: NOW - 90 * MINUTE };

export const rows: ConversationRow[] = [
  row('bob', bob, 'See you at the harbour at six, bring the charts', 4 * MINUTE, { unread: 2 }),
  row('wallet', nobody, 'No rush, it stays for 30 days.', 24 * MINUTE, { lastDirection: 'out' }),
  row('dave', contact(21, 'Dave', { status: 'proposed' }), 'Hello Dave', 25 * MINUTE, {
    lastDirection: 'out',
  }),
  row('handed', grace, 'The details are inside.', 80 * MINUTE, { lastDirection: 'out' }),
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
  wallet: [
    message(
      1,
      'out',
      'Your grant was approved. Set up the companion with this wallet and you will find the details here.',
      NOW - 25 * MINUTE,
      'held',
      { held: label(), anchoredBlock: 74_201_118 },
    ),
    message(2, 'out', 'No rush, it stays for 30 days.', NOW - 24 * MINUTE, 'queued', {
      held: label({ receivedAt: null }),
    }),
  ],
  handed: [
    message(1, 'out', 'Your grant was approved.', NOW - 300 * MINUTE, 're-encrypted', {
      held: label(DONE),
      anchoredBlock: 74_201_118,
    }),
    message(2, 'out', 'The details are inside.', NOW - 290 * MINUTE, 're-encrypted', { held: label(DONE) }),
    message(3, 'in', 'Thank you, I found them.', NOW - 80 * MINUTE, 'received'),
  ],
  heldStates: [
    message(1, 'out', 'expired', NOW - 80 * MINUTE, 'expired', { held: label(GONE) }),
    message(2, 'out', 'withdrawn', NOW - 70 * MINUTE, 'withdrawn', { held: label(GONE) }),
    message(3, 'out', 'handed over', NOW - 60 * MINUTE, 'not-re-encrypted', {
      held: label({ ...GONE, readableBy: 'a.example' }),
    }),
    message(4, 'out', 'unconfirmed', NOW - 50 * MINUTE, 'unconfirmed', { held: label(GONE) }),
    message(5, 'out', 'disputed', NOW - 40 * MINUTE, 'disputed', { held: label(GONE) }),
    message(6, 'in', 'to your wallet', NOW - 30 * MINUTE, 'held', {
      held: label({ ...GONE, readableBy: 'a.example' }),
    }),
    message(7, 'in', 'done', NOW - 20 * MINUTE, 're-encrypted', { held: label(DONE) }),
    message(8, 'out', 're-encrypted', NOW - 10 * MINUTE, 're-encrypted', { held: label(DONE) }),
    message(9, 'out', 'held', NOW - 5 * MINUTE, 'held', { held: label() }),
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
    requestId: 'held',
    identityIndex: 0,
    did: sampleDid(45, 'Heidi'),
    alias: 'Heidi',
    name: 'Heidi',
    fingerprint: fingerprint(45),
    note: null,
    receivedAt: NOW - 30 * MINUTE,
    expiresAt: Number.MAX_SAFE_INTEGER,
    ambiguous: false,
    direction: 'in',
    status: 'requested',
    heldMessages: [
      message(1, 'in', 'I have the papers for your boat.', NOW - 40 * MINUTE, 'held', {
        held: label({ ...GONE, readableBy: 'a.example' }),
      }),
      message(2, 'in', 'Write when you have set up.', NOW - 30 * MINUTE, 'held', {
        held: label({ ...GONE, readableBy: 'a.example' }),
      }),
    ],
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

approvals.push(
  approval('held', 'sendHeld', 'https://harbour.market.example', {
    firstTime: false,
    request: {
      address: { address: WALLET.toLowerCase(), checksummed: WALLET, chainId: 137 },
      escrow: { did: 'did:web:a.example', name: 'a.example', known: true },
      content: {
        type: 'chat.message',
        text: 'Your parcel waits at quay 4. Set up the companion with this wallet to see the code.',
        data: {},
      },
      notAfter: NOW + 30 * DAY,
    },
  }),
  approval('link', 'linkWallet', 'https://escrow.example', {
    request: {
      address: { address: LINKED.toLowerCase(), checksummed: LINKED, chainId: 137 },
      escrow: { did: 'did:web:escrow.example', name: 'escrow.example', known: false },
    },
    identities: [identity(0, 'Alice', true), identity(1, 'Harbour pilot')],
  }),
);

export const wallets: WalletView[] = [
  {
    address: LINKED.toLowerCase(),
    checksummed: LINKED,
    chainId: 137,
    identityIndex: 0,
    escrow: 'did:web:a.example',
    escrowName: 'a.example',
    linkedAt: NOW - 2 * DAY,
    expiresAt: Math.round((NOW + 360 * DAY) / 1000),
    state: 'linked',
    effectiveAt: NOW - 2 * DAY,
    contractWallet: false,
  },
  {
    address: WALLET.toLowerCase(),
    checksummed: WALLET,
    chainId: 1,
    identityIndex: 1,
    escrow: 'did:web:escrow.example',
    escrowName: 'escrow.example',
    linkedAt: NOW - 60 * MINUTE,
    expiresAt: Math.round((NOW + 365 * DAY) / 1000),
    state: 'waiting',
    effectiveAt: NOW + DAY,
    contractWallet: true,
  },
];

export const bindings: BindingView[] = [
  {
    address: LINKED.toLowerCase(),
    checksummed: LINKED,
    chainId: 137,
    did: sampleDid(33, 'Grace'),
    escrowName: 'a.example',
    contractWallet: false,
    issuedAt: Math.round((NOW - 2 * DAY) / 1000),
    expiresAt: Math.round((NOW + 363 * DAY) / 1000),
    walletSignature: `0x${'9f3c01ad77e2b648'.repeat(8)}1b`,
    changedKey: null,
  },
  {
    address: WALLET.toLowerCase(),
    checksummed: WALLET,
    chainId: 1,
    did: sampleDid(33, 'Grace'),
    escrowName: 'escrow.example',
    contractWallet: true,
    issuedAt: Math.round((NOW - 9 * DAY) / 1000),
    expiresAt: Math.round((NOW + 356 * DAY) / 1000),
    walletSignature: `0x${'01ad77e2b6489f3c'.repeat(8)}1c`,
    changedKey: { did: sampleDid(35, 'Grace'), seenAt: NOW - 120 * MINUTE, usableAt: NOW + 22 * 60 * MINUTE },
  },
];

export const escrows: EscrowView[] = [
  { did: 'did:web:a.example', name: 'a.example', from: 'own', identityIndex: 0, problem: null },
  { did: 'did:web:escrow.example', name: 'escrow.example', from: 'linked', identityIndex: 1, problem: null },
  {
    did: 'did:web:old.example',
    name: 'old.example',
    from: 'added',
    identityIndex: null,
    problem: 'It does not answer.',
  },
];

/** What the chain says of a CID; the more given, the more it says. */
export function anchor(more: Partial<AnchorEntryView> = {}): AnchorEntryView {
  return {
    what: 'held',
    cid: 'bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6zzta',
    state: 'anchored',
    because: null,
    chainId: 137,
    contract: '0x5BE6b2a1c07b7F2d7c01c2d9aB61d7a6f8f65C45',
    entry: 412,
    position: 7,
    indexCid: 'bafkreia7o4mh6snw2qk3xlopqawz3k5s5cvvfp6cx4hqcbj3t2q4p4me',
    block: 74_201_118,
    blockHash: `0x${'7d1c0f92ab34e771'.repeat(4)}`,
    blockTime: NOW - 13 * MINUTE,
    tx: `0x${'91c3ac01d77e07fe'.repeat(4)}`,
    endpoints: ['rpc-one.example', 'rpc-two.example'],
    how: 'proof',
    checkedAt: null,
    warning: null,
    ...more,
  };
}
const NOWHERE: Partial<AnchorEntryView> = {
  chainId: null,
  contract: null,
  entry: null,
  position: null,
  indexCid: null,
  block: null,
  blockHash: null,
  blockTime: null,
  tx: null,
  endpoints: [],
  how: null,
};

/** By message id; any other is listed once. */
export const anchors: Record<string, AnchorEntryView[]> = {
  both: [
    anchor(),
    anchor({ ...NOWHERE, what: 're-encrypted', cid: 'bafkreib2', state: 'not-yet', checkedAt: NOW }),
  ],
  unknown: [
    anchor({ ...NOWHERE, state: 'unknown', because: 'Too few endpoints agree.' }),
    anchor({
      what: 're-encrypted',
      cid: 'bafkreib3',
      how: 'getter',
      tx: null,
      warning: 'The list was shorter once than it had been. That never happens to an honest one.',
    }),
  ],
  off: [
    anchor({
      ...NOWHERE,
      state: 'off',
      because: 'No contract is set, or none is deployed at this address.',
    }),
  ],
  none: [],
};

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
  requests: 3,
  approvals: approvals.length,
  lockAt: NOW + 15 * MINUTE,
  unlockNotBefore: null,
  hostAccess: true,
  storageProblem: null,
};
