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

/** Limits and times of the protocol, as `protocol.md` §9.1 has them. A docstring here begins with the unit. */
export const LIMITS = {
  /** Characters: a DID. */
  didLength: 2048,
  /** Code points: an alias, at least 1. */
  aliasCodePoints: 64,
  /** Bytes: a canonical envelope, request or stored plaintext. */
  envelopeBytes: 131_072,
  /**
   * Characters: a ciphertext in base64, at least 40. Those of the largest padded one, 4 · (128 KiB + 28) / 3, and one group of
   * four, so that it fits a command.
   */
  ciphertextLength: 174_804,
  /** Tags of an event. */
  tags: 16,
  /** Characters: a tag. */
  tagBytes: 256,
  /** Code points: the note of a request. It fits on a question without scrolling away its buttons. */
  noteLength: 280,
  /** Characters: the type of an event. */
  eventTypeLength: 128,
  /** Characters: an id that a client or a mediator chose. */
  idLength: 128,
  /** Characters: a cursor, at least 1. */
  cursorLength: 1024,
  /** Rows of a page; ids or events of a command. */
  page: 100,
  /** Rows of a page of the pending queue, if the client asks. It may be long after a holiday. */
  pendingPage: 500,
  /** Ids of one acknowledgement of pending events. Several pages are made durable together. */
  acknowledgements: 1_000,
  /** Contracts of one sender tried on receipt, the newest whose secret exists (protocol.md §4.10). */
  contractsTried: 5,
  /** Seconds: how far clocks may differ, either way for headers and frames, ahead for contracts and sign-ins. */
  clockSkewSeconds: 300,
  /** Seconds: the shortest lifetime of a contract. An end must exist. */
  minLifetime: 60,
  /** Seconds: the longest lifetime of a contract. */
  maxLifetime: 400 * 86_400,
  /** Seconds: the lifetime where nobody says another one. A short one limits what one key opens. */
  defaultLifetime: 30 * 86_400,
  /** Seconds: the lifetime of a registration. */
  registrationLifetime: 400 * 86_400,
  /** Seconds: the age at which our client renews a registration. */
  renewRegistrationAfter: 30 * 86_400,
  /** Seconds: how long the rows of a lapsed registration are kept. */
  lapsedRegistration: 180 * 86_400,
  /** Seconds: the age at which our client renews a contract (protocol.md §7.2). */
  renewContractAfter: 30 * 86_400,
  /** Seconds: how long after its end a contract is renewed without a question; later everything begins anew. */
  renewWithin: 180 * 86_400,
  /** Seconds: how long after its end a contract's secret is kept at least (protocol.md §7.4). Late messages open. */
  secretGrace: 7 * 86_400,
  /** Seconds: how long a mediator remembers a nonce after the time of its command (protocol.md §5.3). */
  nonceSeconds: 900,
  /** Seconds: how long a mediator remembers ids of clients, and those of deleted events. */
  clientIdSeconds: 30 * 86_400,
  /** Seconds: the largest value of a time; what is larger is milliseconds by mistake (protocol.md §1.5). */
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

/**
 * Limits and times of messages to an address (address-messaging.md §7). A docstring here begins with the unit; *ours* is what
 * another escrow or client may do otherwise.
 */
export const HELD_LIMITS = {
  /** Seconds: how long the nonce of a binding is good (ours). */
  bindingNonce: 600,
  /** Seconds: the lifetime of a binding (ours). */
  bindingLifetime: 400 * 86_400,
  /** Seconds: how long a changed binding without succession waits, at the escrow and at each peer, by its own clock. */
  changedBindingWait: 86_400,
  /** Seconds: how often contract wallets are asked again, by the escrow and by each peer. */
  contractWalletRecheck: 86_400,
  /** Seconds: the age of an answer about an address, both ways, by the escrow's clock. */
  resolutionAge: 60,
  /** Seconds: how long a message is held where its sender does not say (ours). */
  defaultHold: 30 * 86_400,
  /** Seconds: the longest that a message is held, `not_after` after `timestamp`. */
  maxHold: 180 * 86_400,
  /** Seconds: how long after `not_after` a served message may still be re-encrypted (ours). */
  notReencryptedAfter: 30 * 86_400,
  /** Seconds: how long after re-encryption the sender has to confirm (ours). */
  unconfirmedAfter: 90 * 86_400,
  /** Shares that the form allows; today there is 1, with threshold 1. */
  shares: 16,
  /** Bytes: a wallet's signature. */
  walletSignatureBytes: 4096,
  /** Bytes: an index file. */
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
