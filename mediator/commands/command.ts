import type { CommandPayload, CommandReply, CommandType } from '../../lib/protocol/commands.ts';
import type { ParsedDid } from '../../lib/protocol/did.ts';
import type { Escrow } from '../escrow/escrow.ts';
import type { Hub } from '../hints/hub.ts';
import type { MediatorKeys } from '../keys/mediator-keys.ts';
import type { Limits } from '../settings/limits.ts';
import type { Database, Tx } from '../store/database/schema.ts';
import type { IdentityRow } from '../store/identities/find-identity.ts';

/** What a command knows before its transaction: who asks, verified, and of whom. */
export interface CommandRequest {
  readonly sender: ParsedDid;
  readonly recipientDid: string;
  readonly mediatorDid: string;
  readonly keys: MediatorKeys;
  readonly limits: Limits;
  /** Null when this mediator is no escrow. */
  readonly escrow: Escrow | null;
  /** This mediator anchors what is listed. */
  readonly isAnchoring: boolean;
  /** Whole seconds. */
  readonly now: number;
  /** For reads that decide what is worth computing; the transaction decides again. */
  readonly db: Database;
  /** Counts this command against the address of a sender unknown here. @throws `RATE_LIMITED` */
  takeStrangerToken(): void;
}

/** What a command works with inside its transaction. */
export interface CommandContext extends CommandRequest {
  readonly tx: Tx;
  /** The sender's row, with `registered` false when the registration lapsed; undefined for a DID that never had one. */
  senderRow(): Promise<(IdentityRow & { registered: boolean }) | undefined>;
  /** Null when the command is addressed to the mediator itself. */
  readonly recipient: IdentityRow | null;
  readonly hub: Hub;
  /** Runs once the transaction is durable, never for what was refused: hints go this way. */
  after(effect: () => void): void;
}

/** One command of protocol.md §5.12: who may send it to whom, and what it does. */
export interface CommandSpec<T extends CommandType, P> {
  type: T;
  /** `mediator`: self-administration; `identity`: somebody this mediator serves. */
  recipient: 'mediator' | 'identity' | 'either';
  /** `anyone` still has a valid signature; the command itself decides what such a sender may. */
  sender: 'registered' | 'anyone';
  /** Events it counts for in the rate of events; without it the command counts as one other command. */
  events?(payload: CommandPayload<T>): number;
  /** Cryptography, outside any transaction. @throws Refusal, or ProtocolError for what the sender got wrong */
  prepare?(payload: CommandPayload<T>, request: CommandRequest): Promise<P>;
  /** Inside one transaction: all or nothing. @throws Refusal */
  run(context: CommandContext, payload: CommandPayload<T>, prepared: P): Promise<CommandReply<T>>;
}

/** A command as the table holds it, its types closed over. */
export interface Command {
  readonly type: CommandType;
  readonly recipient: 'mediator' | 'identity' | 'either';
  readonly sender: 'registered' | 'anyone';
  /** Events it counts for, or null for one other command. */
  events(payload: unknown): number | null;
  /** Prepares, and gives what runs in the transaction. `payload` has passed the schema of this type. */
  start(payload: unknown, request: CommandRequest): Promise<(context: CommandContext) => Promise<object>>;
}

/** Makes an entry of the command table. */
export function defineCommand<T extends CommandType, P = undefined>(spec: CommandSpec<T, P>): Command {
  return {
    type: spec.type,
    recipient: spec.recipient,
    sender: spec.sender,
    events: (payload) => spec.events?.(payload as CommandPayload<T>) ?? null,
    async start(payload, request) {
      const checked = payload as CommandPayload<T>;
      const prepared = (await spec.prepare?.(checked, request)) as P;
      return (context) => spec.run(context, checked, prepared);
    },
  };
}
