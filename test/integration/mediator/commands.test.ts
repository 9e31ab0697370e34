import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { ERROR_CODES } from '../../../lib/protocol/error-codes.ts';
import {
  agree,
  ask,
  ciphertext,
  clientId,
  codeOf,
  makeCommand,
  makeIdentity,
  newcomer,
  pair,
  post,
  register,
  send,
  type TestIdentity,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let mediator: RunningMediator;
let other: RunningMediator;
let alice: TestIdentity;
let bob: TestIdentity;
beforeAll(async () => {
  [mediator, other] = await Promise.all([startMediator(), startMediator()]);
  ({ alice, bob } = await pair(mediator));
}, 60_000);
afterAll(async () => {
  await Promise.all([mediator.stop(), other.stop()]);
});

const sendEvent = () => ({ type: 'SEND_EVENT', id: clientId(), payload: ciphertext() }) as const;
const answer = async (body: unknown, to = mediator) => {
  const response = await post(to, body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe('replay', () => {
  it('T-49 of any command is refused and has no effect', async () => {
    const commands = [
      await makeCommand(alice, bob.did, sendEvent()),
      await makeCommand(alice, mediator.did, { type: 'QUERY_PENDING_EVENTS' }),
      await makeCommand(alice, mediator.did, { type: 'FIND_IDENTITIES' }),
    ];
    for (const command of commands) {
      expect((await answer(command)).status).toBe(200);
      for (let again = 0; again < 3; again++) {
        expect(await answer(command)).toMatchObject({ status: 409, body: { code: 'NONCE_REUSED' } });
      }
    }
    const many = await Promise.all(
      Array.from({ length: 20 }, async () => answer(await makeCommand(alice, bob.did, sendEvent()))),
    );
    expect(many.every(({ status }) => status === 200)).toBe(true);
  });

  it('T-49 at the same moment lets one through', async () => {
    const command = await makeCommand(alice, bob.did, sendEvent());
    const replies = await Promise.all(Array.from({ length: 12 }, () => answer(command)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('of a nonce with another command is refused, and so is one whose command was refused', async () => {
    const nonce = 'n'.repeat(22);
    const query = { type: 'QUERY_PENDING_EVENTS' } as const;
    expect(await send(mediator, alice, mediator.did, query, { nonce })).toMatchObject({ type: 'SUCCESS' });
    expect(await send(mediator, alice, mediator.did, query, { nonce })).toMatchObject({
      code: 'NONCE_REUSED',
    });
    expect(await send(mediator, bob, mediator.did, query, { nonce })).toMatchObject({ type: 'SUCCESS' });
    const refused = await makeCommand(alice, mediator.did, {
      type: 'DELETE_PUBLIC_EVENT',
      public_event_id: 'x',
    });
    expect((await answer(refused)).body.code).toBe('NOT_FOUND');
    expect((await answer(refused)).body.code).toBe('NONCE_REUSED');
  });

  it('is remembered over a crash', async () => {
    const own = await startMediator();
    const { alice: from, bob: to } = await pair(own);
    const command = await makeCommand(from, to.did, sendEvent());
    expect((await answer(command, own)).status).toBe(200);
    await own.kill();
    const again = await startMediator({ dataDir: own.dataDir, port: own.port });
    expect((await answer(command, again)).body.code).toBe('NONCE_REUSED');
    await again.stop();
  }, 60_000);

  it('T-49 at another mediator finds the wrong audience, also for who is registered at both', async () => {
    await register(other, alice);
    const commands = [
      await makeCommand(alice, mediator.did, {
        type: 'SAVE_EVENTS',
        events: [{ id: 'x', payload: ciphertext(), tags: [] }],
      }),
      await makeCommand(alice, bob.did, sendEvent()),
      await makeCommand(alice, mediator.did, { type: 'FIND_IDENTITIES' }),
    ];
    for (const command of commands) {
      expect(await answer(command, other)).toMatchObject({
        status: 404,
        body: { code: 'RECIPIENT_NOT_REGISTERED' },
      });
    }
    const { events } = await ask<'QUERY_EVENTS'>(other, alice, { type: 'QUERY_EVENTS', tags: [] });
    expect(events).toEqual([]);
  });
});

describe('authentication', () => {
  it('refuses what is altered, from another key, or out of time', async () => {
    const command = await makeCommand(alice, bob.did, sendEvent());
    const flipped = { ...command, payload: { ...command.payload, payload: ciphertext() } };
    expect(await answer(flipped)).toMatchObject({ status: 401, body: { code: 'INVALID_SIGNATURE' } });
    const forged = await makeCommand(makeIdentity(mediator.did, 'alice'), bob.did, sendEvent(), {
      senderDid: alice.did,
    });
    expect((await answer(forged)).body.code).toBe('INVALID_SIGNATURE');
    for (const drift of [-301_000, 301_000]) {
      const late = await makeCommand(alice, bob.did, sendEvent(), { timestamp: Date.now() + drift });
      expect(await answer(late)).toMatchObject({ status: 401, body: { code: 'TIMESTAMP_OUT_OF_RANGE' } });
    }
    const near = await makeCommand(alice, bob.did, sendEvent(), { timestamp: Date.now() - 290_000 });
    expect((await answer(near)).status).toBe(200);
  });

  it('refuses a sender whose DID is none, or carries a weak key', async () => {
    const command = await makeCommand(alice, bob.did, sendEvent());
    const [prefix, , ...rest] = [
      alice.did.split(':').slice(0, 3).join(':'),
      '',
      ...alice.did.split(':').slice(4),
    ];
    const weak = `${prefix}:z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP:${rest.join(':')}`;
    for (const did of [weak, 'did:decentrl:x', `${alice.did}:x`]) {
      const header = { ...command.header, sender_did: did, sender_signing_key_id: `${did}#signing` };
      expect(await answer({ ...command, header })).toMatchObject({
        status: 400,
        body: { code: 'DID_RESOLUTION_FAILED' },
      });
    }
  });
});

describe('shape', () => {
  it('is one for every refusal, with the status of its code and nothing internal', async () => {
    const command = await makeCommand(alice, bob.did, sendEvent());
    const header = command.header;
    const bodies: [unknown, string][] = [
      ['', 'INVALID_COMMAND'],
      ['{', 'INVALID_COMMAND'],
      ['null', 'INVALID_COMMAND'],
      ['[]', 'INVALID_COMMAND'],
      ['"\\ud800"', 'INVALID_COMMAND'],
      [{ ...command, extra: 1 }, 'INVALID_COMMAND'],
      [{ ...command, header: { ...header, channel: 'DIRECT_AUTHENTICATED' } }, 'INVALID_COMMAND'],
      [{ ...command, header: { ...header, timestamp: 'now' } }, 'INVALID_COMMAND'],
      [{ ...command, header: { ...header, sender_signing_key_id: `${bob.did}#signing` } }, 'INVALID_COMMAND'],
      [{ ...command, payload: { ...command.payload, payload: 'not base64!' } }, 'INVALID_COMMAND'],
      [{ ...command, payload: { type: 'DROP_TABLES' } }, 'UNSUPPORTED_COMMAND'],
      [{ ...command, payload: { type: 'toString' } }, 'UNSUPPORTED_COMMAND'],
      [{ ...command, payload: { ...command.payload, payload: 'A'.repeat(180_000) } }, 'PAYLOAD_TOO_LARGE'],
      [JSON.stringify(command).replace('{"header"', '{"__proto__":{"x":1},"header"'), 'INVALID_COMMAND'],
    ];
    for (const [body, code] of bodies) {
      const reply = await answer(body);
      expect([code, reply.body.code]).toEqual([code, code]);
      expect(reply.status).toBe(ERROR_CODES[code as keyof typeof ERROR_CODES]);
      expect(Object.keys(reply.body).sort()).toEqual(['code', 'message', 'timestamp', 'type']);
      expect(String(reply.body.message)).not.toMatch(/sql|node:|at |\/|undefined/i);
    }
  });

  it('T-55 no query reaches beyond its owner or its bounds', async () => {
    const query = (payload: object) =>
      makeCommandUnchecked(alice, mediator.did, { type: 'QUERY_PENDING_EVENTS', ...payload });
    for (const payload of [
      { limit: 1e9 },
      { limit: -1 },
      { limit: 0 },
      { limit: '1' },
      { offset: 3 },
      { recipient_did: bob.did },
      { cursor: 5 },
      { cursor: 'x'.repeat(2_000) },
    ]) {
      expect((await answer(await query(payload))).body.code).toBe('INVALID_COMMAND');
    }
  });

  it('commands addressed to the wrong kind of recipient are refused', async () => {
    expect(await codeOf(mediator, alice, sendEvent(), mediator.did)).toBe('INVALID_COMMAND');
    expect(await codeOf(mediator, alice, { type: 'QUERY_PENDING_EVENTS' }, bob.did)).toBe(
      'RECIPIENT_NOT_REGISTERED',
    );
    expect(await codeOf(mediator, alice, sendEvent(), makeIdentity(mediator.did, 'nobody').did)).toBe(
      'RECIPIENT_NOT_REGISTERED',
    );
  });

  it('NOT_REGISTERED is the answer to strangers for what is not theirs to do', async () => {
    const stranger = makeIdentity(mediator.did, 'stranger');
    const signed_contract = await agree(stranger, bob);
    for (const payload of [
      { type: 'QUERY_PENDING_EVENTS' },
      { type: 'QUERY_EVENTS', tags: [] },
      { type: 'QUERY_COMMUNICATION_CONTRACTS' },
      { type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS' },
      { type: 'DELETE_PUBLIC_EVENT', public_event_id: 'x' },
      { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract },
    ] as const) {
      expect(
        await codeOf(mediator, stranger, { ...payload, ...('tags' in payload ? { tags: [] } : {}) } as never),
      ).toBe('NOT_REGISTERED');
    }
  });
});

/** Signs whatever it is given: the schema of `signCommand` would refuse it here already. */
async function makeCommandUnchecked(from: TestIdentity, recipientDid: string, payload: object) {
  const { header } = await makeCommand(from, recipientDid, { type: 'FIND_IDENTITIES' });
  const bytes = new TextEncoder().encode(canonicalJson({ header, payload }));
  const signature = Buffer.from(await from.signer.sign(bytes)).toString('base64');
  return { header, payload, signature };
}

describe('rates', () => {
  it('of events and of other commands are counted apart, by signing key, with the time to wait', async () => {
    const strict = await startMediator({
      limits: { events_per_second: 1, events_burst: 3, commands_per_second: 1, commands_burst: 4 },
    });
    const { alice: from, bob: to } = await pair(strict);
    const events = [1, 2].map(() => ({ id: clientId(), payload: ciphertext() }));
    expect(await codeOf(strict, from, { type: 'SEND_EVENTS', events }, to.did)).toBe('SUCCESS');
    expect(await codeOf(strict, from, { type: 'SEND_EVENTS', events }, to.did)).toBe('RATE_LIMITED');
    expect(await codeOf(strict, from, sendEvent(), to.did)).toBe('SUCCESS');
    const limited = await post(strict, await makeCommand(from, to.did, sendEvent()));
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    const { retry_after_ms } = (await limited.json()) as { retry_after_ms: number };
    expect(retry_after_ms).toBeGreaterThan(0);
    expect(retry_after_ms).toBeLessThanOrEqual(1_000);

    const codes = [];
    for (let i = 0; i < 6; i++) codes.push(await codeOf(strict, from, { type: 'QUERY_PENDING_EVENTS' }));
    expect(codes[0]).toBe('SUCCESS');
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    expect(await codeOf(strict, to, { type: 'QUERY_PENDING_EVENTS' })).toBe('SUCCESS');
    await expect.poll(() => codeOf(strict, from, sendEvent(), to.did), { timeout: 5_000 }).toBe('SUCCESS');
    await strict.stop();
  }, 30_000);

  it('of failures are counted by address and stop nobody who authenticates', async () => {
    const strict = await startMediator({ limits: { unauthenticated_per_minute: 6 } });
    const { alice: from, bob: to } = await pair(strict);
    const codes = [];
    for (let i = 0; i < 8; i++) codes.push((await answer('{}', strict)).body.code);
    expect(codes.slice(0, 2)).toEqual(['INVALID_COMMAND', 'INVALID_COMMAND']);
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    expect((await fetch(`${strict.url}/public/${from.did}`)).status).toBe(429);
    expect(await codeOf(strict, from, sendEvent(), to.did)).toBe('SUCCESS');
    expect((await fetch(`${strict.url}/health`)).status).toBe(200);
    await strict.stop();
  }, 30_000);
});

describe('T-56', () => {
  it('the inbox of a stranger answers like that of nobody’s contact', async () => {
    const eve = await newcomer(mediator, 'eve');
    const replies = [
      await send(mediator, eve, alice.did, sendEvent()),
      await send(mediator, eve, bob.did, sendEvent()),
    ];
    for (const reply of replies) expect({ ...reply, timestamp: 0 }).toEqual({ ...replies[0], timestamp: 0 });
    expect(replies[0]).toMatchObject({ code: 'COMMUNICATION_CONTRACT_REQUIRED' });
  });
});
