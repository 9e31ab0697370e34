/**
 * Sends one signed command and believes nothing of the answer but its shape (`protocol.md` §5.16, `security.md` T-54).
 *
 * A failure never means that nothing happened: the reply may have been lost after the mediator's commit. So nothing is
 * retried here that changes anything, but for a command refused for its clock, which was not looked at any further.
 */
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { type CappedReply, type Fetch, fetchCapped } from '../net/fetch-capped.ts';
import { UnreachableError } from '../net/unreachable-error.ts';
import type { Clock } from '../platform/clock.ts';
import {
  type Channel,
  type CommandPayload,
  type CommandReply,
  type CommandType,
  isErrorCode,
  newNonce,
  parseReply,
  type Reply,
  signCommand,
} from '../protocol/commands.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { CommandRefusedError } from './command-refused-error.ts';
import { refusalVerdict } from './refusal-table.ts';
import type { MediatorDirectory } from './resolve-mediator.ts';

export interface OutgoingCommand<T extends CommandType> {
  channel: Channel;
  /** The mediator itself, or the target identity. */
  recipientDid: string;
  payload: CommandPayload<T> & { type: T };
}

export interface SendOptions {
  signal?: AbortSignal;
  /** Called once the signed request has left. */
  sent?: () => void;
}

export interface CommandClient {
  /**
   * Signs with `keys`, sends to `mediatorDid` and gives the checked payload of its SUCCESS. Throws `CommandRefusedError`
   * (4317), `UnreachableError` (4901), `LockedError`.
   */
  send<T extends CommandType>(
    keys: Pick<IdentityKeys, 'did' | 'signer'>,
    mediatorDid: string,
    command: OutgoingCommand<T>,
    options?: SendOptions,
  ): Promise<CommandReply<T>>;
  /** The mediator's clock in milliseconds, as far as its last refusal told; for socket authentication. */
  now(mediatorDid: string): number;
}

export interface CommandClientDeps {
  fetch: Fetch;
  clock: Clock;
  directory: MediatorDirectory;
  /** Milliseconds for one request; 15 s by default. */
  timeoutMs?: number;
}

/**
 * How long a reply of a mediator may take (security.md *Limits*). No redirect, no credentials, no referrer.
 */
const TIMEOUT_MS = 15_000;
/** A clock that differs by less is taken as it is: replies need their time. */
const TOLERATED_MS = 10_000;
/** A command that we send (security.md *Limits*). Mediators take no more. */
const BODY_BYTES = 256 * 1024;
/**
 * A reply of a mediator (security.md *Limits*). A page of 2 MiB and what stands around its rows: 500 DIDs may be 1
 * MiB. JSON of exactly the command's schema.
 */
const REPLY_BYTES = 3.5 * 1024 * 1024;

/** Makes the client of every mediator. The clock offsets it learns are a cache: without one the first command is sent twice. */
export function createCommandClient({
  fetch,
  clock,
  directory,
  timeoutMs = TIMEOUT_MS,
}: CommandClientDeps): CommandClient {
  const offsets = new Map<string, number>();
  const now = (mediatorDid: string) => clock.now() + (offsets.get(mediatorDid) ?? 0);

  async function trySend<T extends CommandType>(
    keys: Pick<IdentityKeys, 'did' | 'signer'>,
    mediatorDid: string,
    { channel, recipientDid, payload }: OutgoingCommand<T>,
    { signal, sent }: SendOptions,
  ): Promise<{ reply: Reply<T>; status: number }> {
    const { endpoint } = await directory.resolve(mediatorDid);
    const header = {
      channel,
      recipientDid,
      senderDid: keys.did.did,
      timestamp: now(mediatorDid),
      nonce: newNonce(),
    };
    const body = JSON.stringify(await sign({ ...header, payload }, keys));
    if (body.length > BODY_BYTES) throw new CommandRefusedError('PAYLOAD_TOO_LARGE', 413, null, false);
    signal?.throwIfAborted();
    const answering = fetchCapped(fetch, endpoint, { body, limit: REPLY_BYTES, timeoutMs, signal });
    sent?.();
    const answer = await answering;
    return { reply: readReply(payload.type as T, answer), status: answer.status };
  }

  async function withDirectory<R>(mediatorDid: string, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      // The endpoint may have moved: ask for the document again next time.
      if (error instanceof UnreachableError && error.reason !== 'aborted')
        await directory.forget(mediatorDid);
      throw error;
    }
  }

  return {
    now,
    send(keys, mediatorDid, command, options = {}) {
      return withDirectory(mediatorDid, async () => {
        let { reply, status } = await trySend(keys, mediatorDid, command, options);
        if (reply.type === 'ERROR' && reply.code === 'TIMESTAMP_OUT_OF_RANGE') {
          if (offsets.size >= 1_000) offsets.clear();
          offsets.set(mediatorDid, reply.timestamp - clock.now());
          ({ reply, status } = await trySend(keys, mediatorDid, command, options));
        }
        if (reply.type === 'SUCCESS') {
          // What is at most a minute old is told by this clock (address-messaging.md §2.3).
          const wrong = reply.timestamp - now(mediatorDid);
          if (Math.abs(wrong) > TOLERATED_MS) offsets.set(mediatorDid, reply.timestamp - clock.now());
          return reply.payload;
        }
        const code = isErrorCode(reply.code) ? reply.code : `HTTP_${status}`;
        const isRetryable = refusalVerdict(code, status, 'send') === 'retry';
        throw new CommandRefusedError(code, status, reply.retry_after_ms ?? null, isRetryable);
      });
    },
  };
}

async function sign<T extends CommandType>(
  parts: Parameters<typeof signCommand<T>>[0],
  keys: Pick<IdentityKeys, 'signer'>,
): Promise<unknown> {
  try {
    return await signCommand(parts, keys.signer);
  } catch (error) {
    // Ours to have built right; as far as a row in the outbox is concerned it is what the mediator would say.
    if (error instanceof ProtocolError) throw new CommandRefusedError('INVALID_COMMAND', 400, null, false);
    throw error;
  }
}

function readReply<T extends CommandType>(type: T, { status, json }: CappedReply): Reply<T> {
  try {
    const reply = parseReply(type, json);
    if ((reply.type === 'SUCCESS') === (status === 200)) return reply;
  } catch (cause) {
    throw new UnreachableError('malformed', cause);
  }
  throw new UnreachableError('malformed');
}
