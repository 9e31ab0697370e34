/**
 * Names, limits and times of the wire that more than one file needs (`protocol.md` §9.1, `address-messaging.md` §7). Shapes
 * of single fields are in fields.ts; what one format alone has is in its file.
 */

/** HKDF `info` of the root's children; identity n > 0 puts its number after `v1/` (protocol.md §2.1). */
export const ROOT_INFO = 'decentrl/root/v1/';

/** HKDF `info` of the storage key's children (protocol.md §2.1). */
export const STORAGE_INFO = 'decentrl/storage/v1/';

/** Prefixes of event types and tags that are the companion's own (protocol.md §4.12). */
export const RESERVED_PREFIXES = ['decentrl.', 'dmtp.'] as const;

/** Reserved event types and, where stored under one, the tag of the same name. */
export const RESERVED = {
  contract: 'decentrl.contract',
  contractRevoked: 'decentrl.contract.revoked',
  identity: 'decentrl.identity',
  identityMoved: 'decentrl.identity.moved',
  receipt: 'decentrl.receipt',
  untagged: 'decentrl.untagged',
  room: 'dmtp.room',
  heldSent: 'dmtp.held.sent',
  heldState: 'dmtp.held.state',
  heldReceived: 'dmtp.held.received',
  heldHanded: 'dmtp.held.handed',
} as const;

/** Limits and times of the protocol. Times are whole seconds unless their name says otherwise. */
export const LIMITS = {
  /** A DID string, in characters. */
  didLength: 2048,
  aliasCodePoints: 64,
  /** Canonical signed envelope, bytes. */
  envelopeBytes: 131_072,
  paddingMin: 256,
  paddingMax: 131_072,
  /** Base64 characters of a ciphertext: those of the largest padded one, 4 · (128 KiB + 28) / 3, and one group of four. */
  ciphertextLength: 174_804,
  tags: 16,
  tagBytes: 256,
  noteLength: 280,
  eventTypeLength: 128,
  idLength: 128,
  cursorLength: 1024,
  /** Rows a page, ids or events a command. */
  page: 100,
  /** Rows a page of the pending queue, which may be long after a holiday. */
  pendingPage: 500,
  /** Ids of pending events an acknowledgement: several pages made durable together. */
  acknowledgements: 1_000,
  /** Live contracts of one sender tried on receipt (protocol.md §4.10). */
  contractsTried: 5,
  clockSkewSeconds: 300,
  minLifetime: 60,
  maxLifetime: 400 * 86_400,
  defaultLifetime: 30 * 86_400,
  registrationLifetime: 400 * 86_400,
  renewRegistrationAfter: 30 * 86_400,
  lapsedRegistration: 180 * 86_400,
  renewContractAfter: 30 * 86_400,
  renewWithin: 180 * 86_400,
  /** How long after its end a contract's secret is kept at least (protocol.md §7.4). */
  secretGrace: 7 * 86_400,
  nonceSeconds: 900,
  clientIdSeconds: 30 * 86_400,
  /** A value of seconds above this is milliseconds by mistake (protocol.md §1.5). */
  maxSeconds: 100_000_000_000,
} as const;

/** Prefixes hashed before a value under the tag key, so that one use can never give another's output (protocol.md §3.8). */
export const TAG_DOMAIN = { tag: 'tag\0', copy: 'copy\0', contract: 'contract\0' } as const;

/** What keys and hashes of messages to an address are made with, one name a use (address-messaging.md §2.4 to §2.8, §3.5). */
export const HELD_INFO = {
  epoch: 'decentrl/epoch/v1',
  share: 'decentrl/share/v1',
  room: 'decentrl/room/v1',
  party: 'decentrl/party/v1',
} as const;

/** Limits and times of messages to an address, whole seconds (address-messaging.md §7). */
export const HELD_LIMITS = {
  bindingNonce: 600,
  bindingLifetime: 400 * 86_400,
  changedBindingWait: 86_400,
  contractWalletRecheck: 86_400,
  resolutionAge: 60,
  defaultHold: 30 * 86_400,
  maxHold: 180 * 86_400,
  /** How long after `not_after` a served message may still be re-encrypted. */
  notReencryptedAfter: 30 * 86_400,
  unconfirmedAfter: 90 * 86_400,
  shares: 16,
  walletSignatureBytes: 4096,
  indexFileBytes: 1_048_576,
} as const;

/** Service types of a mediator's document that are beside its own (address-messaging.md §2.1, §4.7). */
export const ESCROW_SERVICE = 'DecentrlEscrow';
export const ANCHOR_SERVICE = 'DecentrlAnchor';

/** Bytes of HMAC output kept for ids of stored events. */
export const STORED_ID_BYTES = 16;

/** Close code of a socket whose authentication failed (protocol.md §5.13). */
export const SOCKET_CLOSE_UNAUTHENTICATED = 4401;

/** Prefix of the service types of a mediator's document (protocol.md §2.8). */
export const MEDIATOR_SERVICE = 'DecentrlMediator';
