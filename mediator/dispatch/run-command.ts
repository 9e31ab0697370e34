import { parseJson } from '../../lib/crypto/canonical.ts';
import { errorCodeOf, parseCommand, type Command as SignedCommand } from '../../lib/protocol/commands.ts';
import { type ParsedDid, parseDid, verifierOf } from '../../lib/protocol/did.ts';
import { refusing } from '../../lib/protocol/protocol-error.ts';
import { verifyObject } from '../../lib/protocol/signed-object.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import type { Command, CommandContext, CommandRequest } from '../commands/command.ts';
import { ownerOf } from '../commands/owner.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Escrow } from '../escrow/escrow.ts';
import type { Hub } from '../hints/hub.ts';
import type { MediatorKeys } from '../keys/mediator-keys.ts';
import type { Log } from '../platform/log.ts';
import type { Rates } from '../rates/rates.ts';
import type { Limits } from '../settings/limits.ts';
import type { GroupCommit } from '../store/database/group-commit.ts';
import type { Database, Tx } from '../store/database/schema.ts';
import { findIdentity, type IdentityRow } from '../store/identities/find-identity.ts';
import type { Nonces } from '../store/replay/nonces.ts';
import { COMMANDS } from './command-table.ts';
import { isShallow } from './is-shallow.ts';
import { oversizedCiphertext } from './oversized-ciphertext.ts';

/** What the commands of one mediator share. */
export interface CommandHouse {
  db: Database;
  store: GroupCommit;
  keys: MediatorKeys;
  mediatorDid: string;
  limits: Limits;
  /** Null when this mediator is no escrow. */
  escrow: Escrow | null;
  /** Whether index files are made and anchored here. */
  isAnchoring: boolean;
  rates: Rates;
  nonces: Nonces;
  hub: Hub;
  log: Log;
  /** Milliseconds. */
  clock(): number;
}

// protocol.md §5.3; checked before parsing, let alone canonicalising.
const JSON_DEPTH = 32;

/**
 * Runs one command from its text to its effect. The cheap comes first: size and shape, the sender's key (checked once and
 * remembered), one native verification, the rate; only then anything else is computed or written. The nonce is burnt in the
 * same transaction as the effect and stays burnt when the effect is refused.
 * @throws Refusal for everything that is the sender's; anything else is a failure of the mediator
 */
export async function runCommand(house: CommandHouse, text: string, address: string): Promise<object> {
  const arrived = house.store.announce();
  try {
    return await runAnnounced(house, text, address, arrived);
  } finally {
    arrived();
  }
}

async function runAnnounced(
  house: CommandHouse,
  text: string,
  address: string,
  arrived: () => void,
): Promise<object> {
  const { signed, sender } = await authenticate(house, text, address);
  const { header, payload } = signed;
  const command = COMMANDS[payload.type];
  checkAudience(command, header.recipient_did === house.mediatorDid);
  takeRate(house.rates, sender, command.events(payload));

  const request: CommandRequest = {
    sender,
    recipientDid: header.recipient_did,
    mediatorDid: house.mediatorDid,
    keys: house.keys,
    limits: house.limits,
    escrow: house.escrow,
    isAnchoring: house.isAnchoring,
    now: Math.floor(house.clock() / 1000),
    db: house.db,
    takeStrangerToken: () => takeToken(house.rates, address),
  };
  const effect = await asRefusal(command.start(payload, request));
  const hints: (() => void)[] = [];
  const running = house.store.run({
    async keep(tx) {
      const fresh = await house.nonces.burn(tx, sender.did, header.nonce, header.timestamp);
      if (!fresh) throw new Refusal('NONCE_REUSED');
    },
    effect: async (tx) => effect(await contextOf(tx, house, command, request, hints)),
  });
  arrived();
  const reply = await running;
  for (const hint of hints) hint();
  return reply;
}

async function authenticate(
  { clock, rates }: CommandHouse,
  text: string,
  address: string,
): Promise<{ signed: SignedCommand; sender: ParsedDid }> {
  try {
    if (!isShallow(text, JSON_DEPTH)) throw new Refusal('INVALID_COMMAND');
    const json = refusing(() => parseJson(text), 'invalid-command');
    if (oversizedCiphertext(json)) throw new Refusal('PAYLOAD_TOO_LARGE');
    const signed = parseCommand(json);
    const { header, payload, signature } = signed;
    if (Math.abs(clock() - header.timestamp) > LIMITS.clockSkewSeconds * 1000) {
      throw new Refusal('TIMESTAMP_OUT_OF_RANGE');
    }
    const sender = parseDid(header.sender_did);
    await verifyObject({ header, payload }, signature, await verifierOf(sender));
    return { signed, sender };
  } catch (error) {
    // Only what failed is counted, so that nobody else at this address is refused for it.
    takeToken(rates, address);
    throw toRefusal(error);
  }
}

function checkAudience(command: Command, toMediator: boolean): void {
  if (command.recipient !== 'either' && (command.recipient === 'mediator') !== toMediator) {
    // Another mediator's commands end here too: what is not addressed to us is not served here (T-49).
    throw new Refusal(toMediator ? 'INVALID_COMMAND' : 'RECIPIENT_NOT_REGISTERED');
  }
}

function takeRate(rates: Rates, sender: ParsedDid, events: number | null): void {
  const key = sender.signingKeyMultibase;
  const wait = events === null ? rates.commands.take(key, 1) : rates.events.take(key, events);
  if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
}

function takeToken(rates: Rates, address: string): void {
  const wait = rates.unauthenticated.take(address, 1);
  if (wait > 0) throw new Refusal('RATE_LIMITED', wait);
}

async function contextOf(
  tx: Tx,
  house: CommandHouse,
  command: Command,
  request: CommandRequest,
  hints: (() => void)[],
): Promise<CommandContext> {
  const { recipientDid, mediatorDid, now } = request;
  let recipient: IdentityRow | null = null;
  if (recipientDid !== mediatorDid) {
    const row = await findIdentity(tx, recipientDid);
    if (row?.home !== 1 || row.registered_until <= now) throw new Refusal('RECIPIENT_NOT_REGISTERED');
    recipient = row;
  }
  let senderRow: ReturnType<CommandContext['senderRow']> | undefined;
  const context: CommandContext = {
    ...request,
    tx,
    senderRow: () => (senderRow ??= findSender(tx, request)),
    recipient,
    hub: house.hub,
    afterCommit: (effect) => hints.push(effect),
  };
  if (command.sender === 'registered') await ownerOf(context);
  return context;
}

async function findSender(tx: Tx, { sender, now }: CommandRequest) {
  const row = await findIdentity(tx, sender.did);
  return row && { ...row, registered: row.registered_until > now };
}

async function asRefusal<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw toRefusal(error);
  }
}

function toRefusal(error: unknown): unknown {
  const code = errorCodeOf(error);
  return code ? new Refusal(code) : error;
}
