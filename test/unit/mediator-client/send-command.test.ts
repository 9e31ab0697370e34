import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecentrlError } from '../../../lib/errors/errors.ts';
import { CommandRefusedError } from '../../../lib/mediator-client/command-refused-error.ts';
import { createCommandClient } from '../../../lib/mediator-client/send-command.ts';
import { UnreachableError } from '../../../lib/net/unreachable-error.ts';
import { type Command, type CommandType, REPLIES, verifyCommand } from '../../../lib/protocol/commands.ts';
import { makeIdentityKeys } from './support/identity-keys.ts';
import { manualTime } from './support/manual-time.ts';
import { jsonResponse } from './support/mediator-document.ts';

const DID = 'did:web:mediator.example';
const ENDPOINT = 'https://mediator.example/commands';
const QUERY = {
  channel: 'DIRECT_AUTHENTICATED',
  recipientDid: DID,
  payload: { type: 'QUERY_PENDING_EVENTS', limit: 100 },
} as const;
const EMPTY = { pending_events: [], next_cursor: null };

const FUZZ_RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);

const keys = await makeIdentityKeys();

function client(
  answer: (command: Command, init: RequestInit) => Response | Promise<Response>,
  timeoutMs = 15_000,
) {
  const time = manualTime();
  const sent: Command[] = [];
  const forgotten: string[] = [];
  const commands = createCommandClient({
    clock: time.clock,
    timeoutMs,
    directory: {
      resolve: async (did) => ({
        did,
        endpoint: ENDPOINT,
        socketUrl: ENDPOINT.replace('https', 'wss'),
        isEscrow: false,
        anchor: null,
        signingKey: new Uint8Array(32),
        preKey: new Uint8Array(32),
      }),
      forget: async (did) => void forgotten.push(did),
    },
    async fetch(url, init) {
      expect(url).toBe(ENDPOINT);
      const command = JSON.parse(init.body as string) as Command;
      sent.push(command);
      return answer(command, init);
    },
  });
  return { commands, sent, time, forgotten };
}

const success = (payload: unknown, timestamp = 1_700_000_000_000) =>
  jsonResponse({ type: 'SUCCESS', payload, timestamp });
const failure = (code: string, status: number, more: object = {}) =>
  jsonResponse({ type: 'ERROR', code, message: 'no', timestamp: 1_700_000_000_000, ...more }, status);

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

describe('the command client', () => {
  it('signs for this audience with a fresh nonce, and asks without credentials or redirects', async () => {
    const inits: RequestInit[] = [];
    const { commands, sent } = client((_command, init) => {
      inits.push(init);
      return success(EMPTY);
    });
    expect(await commands.send(keys, DID, QUERY)).toEqual(EMPTY);
    await commands.send(keys, DID, QUERY);
    const [one, two] = sent as [Command, Command];
    expect((await verifyCommand(one)).did).toBe(keys.did.did);
    expect(one.header).toMatchObject({
      sender_did: keys.did.did,
      recipient_did: DID,
      timestamp: 1_700_000_000_000,
    });
    expect(one.header.nonce).not.toBe(two.header.nonce);
    expect(inits[0]).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  });

  it.each([600_000, -600_000, 86_400_000, -86_400_000])(
    'R-16 recovers within one retry when the clock is %i ms off',
    async (off) => {
      const { commands, sent, time } = client((command) => {
        const now = 1_700_000_000_000;
        const isNear = Math.abs(command.header.timestamp - now) <= 300_000;
        return isNear ? success(EMPTY, now) : failure('TIMESTAMP_OUT_OF_RANGE', 401, { timestamp: now });
      });
      time.jump(off);
      await commands.send(keys, DID, QUERY);
      expect(sent).toHaveLength(2);
      expect(commands.now(DID)).toBe(1_700_000_000_000);
      await commands.send(keys, DID, QUERY);
      expect(sent).toHaveLength(3);
      time.jump(-off);
      await commands.send(keys, DID, QUERY);
      expect(sent).toHaveLength(5);
    },
  );

  it('does not ask a third time when the mediator changes its mind about the time', async () => {
    const { commands, sent } = client((_command) =>
      failure('TIMESTAMP_OUT_OF_RANGE', 401, { timestamp: 1_800_000_000_000 }),
    );
    expect(await failureOf(commands.send(keys, DID, QUERY))).toMatchObject({
      code: 4317,
      reason: 'TIMESTAMP_OUT_OF_RANGE',
    });
    expect(sent).toHaveLength(2);
  });

  it('tells what was refused, whether to try again and when', async () => {
    const { commands } = client(() => failure('RATE_LIMITED', 429, { retry_after_ms: 1500 }));
    expect(await failureOf(commands.send(keys, DID, QUERY))).toMatchObject({
      code: 4317,
      reason: 'RATE_LIMITED',
      retryAfterMs: 1500,
      retryable: true,
    });
    const other = client(() => failure('NOT_REGISTERED_<script>', 403));
    const error = await failureOf(other.commands.send(keys, DID, QUERY));
    expect(error).toBeInstanceOf(CommandRefusedError);
    expect(error).toMatchObject({ reason: 'HTTP_403', retryable: false });
  });

  it('caps the wait a mediator may ask for', async () => {
    const { commands } = client(() =>
      failure('RATE_LIMITED', 429, { retry_after_ms: Number.MAX_SAFE_INTEGER }),
    );
    expect(await failureOf(commands.send(keys, DID, QUERY))).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  it('L-24 gives up on a server that stalls, before or inside its answer', async () => {
    const silent = client(
      (_command, init) =>
        new Promise((_, reject) => {
          init.signal?.addEventListener('abort', () => reject(new DOMException('late', 'TimeoutError')));
        }),
      30,
    );
    expect(await failureOf(silent.commands.send(keys, DID, QUERY))).toMatchObject({
      code: 4901,
      reason: 'timeout',
    });
    const dripping = client(
      () => new Response(new ReadableStream({ start: (out) => out.enqueue(new Uint8Array([0x7b])) })),
      30,
    );
    expect(await failureOf(dripping.commands.send(keys, DID, QUERY))).toMatchObject({ reason: 'timeout' });
    expect(dripping.forgotten).toEqual([DID]);
  });

  it('L-25 takes a captive portal for no answer', async () => {
    const portal = client(
      () => new Response('<html>Please log in</html>', { headers: { 'content-type': 'text/html' } }),
    );
    expect(await failureOf(portal.commands.send(keys, DID, QUERY))).toMatchObject({ reason: 'not-json' });
    const json = client(() => jsonResponse({ status: 'ok' }));
    expect(await failureOf(json.commands.send(keys, DID, QUERY))).toMatchObject({ reason: 'malformed' });
  });

  it('T-54 stops reading where a reply gets too long, whatever its headers say', async () => {
    let pulled = 0;
    const endless = client(
      () =>
        new Response(
          new ReadableStream({
            pull(out) {
              pulled += 1;
              out.enqueue(new Uint8Array(64 * 1024).fill(0x20));
            },
          }),
        ),
    );
    expect(await failureOf(endless.commands.send(keys, DID, QUERY))).toMatchObject({ reason: 'too-large' });
    expect(pulled).toBeLessThan(60);
    const boasting = client(() => new Response('{}', { headers: { 'content-length': String(2 ** 40) } }));
    expect(await failureOf(boasting.commands.send(keys, DID, QUERY))).toMatchObject({ reason: 'too-large' });
  });

  it('does not send what no mediator would read', async () => {
    const { commands, sent } = client(() => success({ event_ids: [] }));
    const event = { payload: 'A'.repeat(174_800), tags: [] };
    const events = [
      { id: 'a', ...event },
      { id: 'b', ...event },
    ];
    const command = { ...QUERY, payload: { type: 'SAVE_EVENTS', events } } as const;
    expect(await failureOf(commands.send(keys, DID, command))).toMatchObject({
      reason: 'PAYLOAD_TOO_LARGE',
      retryable: false,
    });
    const broken = [{ id: 'a', payload: '', tags: [] }];
    const wrong = { ...QUERY, payload: { type: 'SAVE_EVENTS' as const, events: broken } };
    expect(await failureOf(commands.send(keys, DID, wrong))).toMatchObject({ reason: 'INVALID_COMMAND' });
    expect(sent).toEqual([]);
  });

  it('breaks off with its caller', async () => {
    const { commands, sent } = client(() => success(EMPTY));
    const signal = AbortSignal.abort();
    await failureOf(commands.send(keys, DID, QUERY, { signal }));
    expect(sent).toEqual([]);
  });

  it(
    'T-54 survives any reply, and lets nothing through that is not of its shape',
    async () => {
      const types = Object.keys(REPLIES) as CommandType[];
      let reply: { body: string; status: number } = { body: '', status: 200 };
      const { commands } = client(() => new Response(reply.body, { status: reply.status }));
      const member = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(
          'SUCCESS',
          'ERROR',
          1_700_000_000_000,
          -1,
          1e308,
          '__proto__',
          'x'.repeat(5000),
          null,
          EMPTY,
        ),
      );
      const shaped = fc.record(
        {
          type: fc.oneof(fc.constantFrom('SUCCESS', 'ERROR'), member),
          payload: member,
          code: member,
          timestamp: member,
          message: member,
          retry_after_ms: member,
        },
        { requiredKeys: [] },
      );
      const nearly = fc
        .tuple(
          fc.constantFrom('requests', 'pending_events', 'events', 'contracts', 'results'),
          fc.array(fc.jsonValue()),
          fc.jsonValue(),
        )
        .map(([name, rows, next]) => ({
          type: 'SUCCESS',
          timestamp: 1_700_000_000_000,
          payload: { [name]: rows, next_cursor: next },
        }));
      const body = fc.oneof(
        fc.string(),
        fc.json(),
        shaped.map((json) => JSON.stringify(json)),
        nearly.map((json) => JSON.stringify(json)),
        fc.constant('['.repeat(200_000)),
      );
      await fc.assert(
        fc.asyncProperty(
          body,
          fc.constantFrom(200, 200, 400, 403, 429, 500),
          fc.constantFrom(...types),
          async (text, status, type) => {
            reply = { body: text, status };
            try {
              const answer = await commands.send(keys, DID, QUERY);
              expect(Array.isArray(answer.pending_events)).toBe(true);
              expect(answer.pending_events.every(({ id }) => /^[A-Za-z0-9._:-]{1,128}$/.test(id))).toBe(true);
            } catch (error) {
              expect(error, type).toBeInstanceOf(DecentrlError);
              expect(error instanceof UnreachableError || error instanceof CommandRefusedError).toBe(true);
            }
          },
        ),
        { numRuns: FUZZ_RUNS },
      );
    },
    20_000 + FUZZ_RUNS * 20,
  );
});
