import { parseJson } from '../../lib/crypto/canonical.ts';
import { errorCodeOf, parseCommand, type Command as SignedCommand } from '../../lib/protocol/commands.ts';
import { type ParsedDid, parseDid, verifierOf } from '../../lib/protocol/did.ts';
import { refusing } from '../../lib/protocol/protocol-error.ts';
import { verifyObject } from '../../lib/protocol/signed-object.ts';
import { LIMITS } from '../../lib/protocol/wire.ts';
import type { Command, CommandContext, CommandRequest } from '../commands/command.ts';
import { ownerOf } from '../commands/owner.ts';
import type { MediatorContext } from '../context/mediator-context.ts';
import { Refusal } from '../errors/refusal.ts';
import type { Rates } from '../rates/rates.ts';
import type { Tx } from '../store/database/schema.ts';
import { findIdentity, type IdentityRow } from '../store/identities/find-identity.ts';
import { COMMANDS } from './command-table.ts';
import { isShallow } from './is-shallow.ts';
import { oversizedCiphertext } from './oversized-ciphertext.ts';

// protocol.md §5.3; checked before parsing, let alone canonicalising.
const JSON_DEPTH = 32;

/**
 * Runs one command from its text to its effect. The cheap comes first: size and shape, the sender's key (checked once and
 * remembered), one native verification, the rate; only then anything else is computed or written. The nonce is burnt in the
 * same transaction as the effect and stays burnt when the effect is refused.
 * @throws Refusal for everything that is the sender's; anything else is a failure of the mediator
 */
export async function runCommand(mediator: MediatorContext, text: string, address: string): Promise<object> {
  const arrived = mediator.store.announce();
  try {
    return await runAnnounced(mediator, text, address, arrived);
  } finally {
    arrived();
  }
}

async function runAnnounced(
  mediator: MediatorContext,
  text: string,
  address: string,
  arrived: () => void,
): Promise<object> {
  const { signed, sender } = await authenticate(mediator, text, address);
  const { header, payload } = signed;
  const command = COMMANDS[payload.type];
  checkAudience(command, header.recipient_did === mediator.mediatorDid);
  takeRate(mediator.rates, sender, command.events(payload));

  const request: CommandRequest = {
    sender,
    recipientDid: header.recipient_did,
    mediatorDid: mediator.mediatorDid,
    keys: mediator.keys,
    limits: mediator.limits,
    escrow: mediator.escrow,
    isAnchoring: mediator.isAnchoring,
    now: Math.floor(mediator.clock() / 1000),
    db: mediator.db,
    takeStrangerToken: () => takeToken(mediator.rates, address),
  };
  const run = await asRefusal(command.start(payload, request));
  const effects: (() => void)[] = [];
  const running = mediator.store.change(
    async (tx) => run(await contextOf(tx, mediator, command, request, effects)),
    async (tx) => {
      const fresh = await mediator.nonces.burn(tx, sender.did, header.nonce, header.timestamp);
      if (!fresh) throw new Refusal('NONCE_REUSED');
    },
  );
  arrived();
  const reply = await running;
  for (const effect of effects) effect();
  return reply;
}

async function authenticate(
  { clock, rates }: MediatorContext,
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
  mediator: MediatorContext,
  command: Command,
  request: CommandRequest,
  effects: (() => void)[],
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
    hub: mediator.hub,
    after: (effect) => effects.push(effect),
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
