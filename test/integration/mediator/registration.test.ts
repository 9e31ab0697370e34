import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReply } from '../../../lib/protocol/commands.ts';
import { verifyRegistration } from '../../../lib/protocol/contract.ts';
import { parseMediatorDocument } from '../../../lib/protocol/mediator-document.ts';
import {
  ask,
  codeOf,
  DAY,
  makeCommand,
  makeIdentity,
  makeRequest,
  newcomer,
  nowSeconds,
  post,
  register,
  registrationPayload,
  send,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let mediator: RunningMediator;
beforeAll(async () => {
  mediator = await startMediator();
}, 60_000);
afterAll(() => mediator.stop());

const documentOf = async ({ url, did }: RunningMediator) =>
  parseMediatorDocument(await (await fetch(`${url}/.well-known/did.json`)).json(), did);

describe('the mediator itself', () => {
  it('prints its DID and URL, and serves the document of that DID', async () => {
    const document = await documentOf(mediator);
    expect(mediator.did).toBe(`did:web:127.0.0.1%3A${mediator.port}`);
    expect(document.endpoint.startsWith(mediator.url)).toBe(true);
    expect(document.socketUrl).toBe(document.endpoint.replace('http', 'ws'));
  });

  it('keeps its keys for its owner alone, and keeps them', async () => {
    const own = await startMediator();
    const before = await documentOf(own);
    expect(statSync(join(own.dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(own.dataDir, 'mediator.db')).mode & 0o077).toBe(0);
    expect(await own.stop()).toBe(0);
    const again = await startMediator({ dataDir: own.dataDir, port: own.port });
    expect(await documentOf(again)).toEqual(before);
    await again.stop();
  });

  it('answers health and limits, from any origin without credentials', async () => {
    for (const path of ['/health', '/limits', '/.well-known/did.json']) {
      const response = await fetch(mediator.url + path, { headers: { origin: 'https://dapp.example' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const limits = await (await fetch(`${mediator.url}/limits`)).json();
    expect(limits).toMatchObject({ body_bytes: 262_144, pending_events: 10_000, sockets_per_identity: 4 });
    const preflight = await fetch(`${mediator.url}/commands`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type');
  });

  it('answers everything else in the one shape of errors', async () => {
    const response = await fetch(`${mediator.url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: 'ERROR', code: 'NOT_FOUND' });
  });

  it('lives under a path when its public URL has one', async () => {
    const own = await startMediator({ env: { PUBLIC_URL: 'https://example.org/mediator/' } });
    expect(own.did).toBe('did:web:example.org:mediator');
    const response = await fetch(`http://127.0.0.1:${own.port}/mediator/did.json`);
    const document = parseMediatorDocument(await response.json(), own.did);
    expect(document.endpoint).toBe('https://example.org/mediator/commands');
    await own.stop();
  });

  it('refuses to start with a setting that is wrong, and says which', async () => {
    await expect(startMediator({ limits: { pending_evnts: 1 } })).rejects.toThrow(
      /LIMITS_FILE.*pending_evnts/s,
    );
    await expect(startMediator({ env: { PORT: 'high' } })).rejects.toThrow(/PORT/);
    await expect(startMediator({ env: { PUBLIC_URL: 'http://example.org' } })).rejects.toThrow(/https/);
  });
});

describe('registration', () => {
  it('is a contract with the mediator, accepted at once and signed by it', async () => {
    const alice = makeIdentity(mediator.did, 'alice');
    expect(await codeOf(mediator, alice, { type: 'QUERY_PENDING_EVENTS' })).toBe('NOT_REGISTERED');
    const contract = await register(mediator, alice);
    const { signingKey } = await documentOf(mediator);
    const { requestor } = await verifyRegistration(contract, { did: mediator.did, signingKey });
    expect(requestor.did).toBe(alice.did);
    const { pending_events } = await ask<'QUERY_PENDING_EVENTS'>(mediator, alice, {
      type: 'QUERY_PENDING_EVENTS',
    });
    expect(pending_events).toEqual([]);
    const { contracts } = await ask<'QUERY_COMMUNICATION_CONTRACTS'>(mediator, alice, {
      type: 'QUERY_COMMUNICATION_CONTRACTS',
    });
    expect(contracts.map((row) => row.signed_contract)).toEqual([contract]);
  });

  it('L-03 gives the same contract when the same request comes again', async () => {
    const alice = makeIdentity(mediator.did, 'alice');
    const payload = await registrationPayload(mediator, alice);
    const first = await ask(mediator, alice, payload);
    expect(await ask(mediator, alice, payload)).toEqual(first);
  });

  it('refuses a request that names another recipient, another sender, or is over', async () => {
    const alice = makeIdentity(mediator.did, 'alice');
    const { preKey } = await documentOf(mediator);
    const other = await makeRequest(alice, { did: 'did:web:other.example', preKey });
    expect(await codeOf(mediator, alice, other.payload)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    const carols = await makeRequest(makeIdentity(mediator.did, 'carol'), { did: mediator.did, preKey });
    expect(await codeOf(mediator, alice, carols.payload)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    const over = await makeRequest(alice, { did: mediator.did, preKey }, 60, nowSeconds() - 3_600);
    expect(await codeOf(mediator, alice, over.payload)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
  });

  it('lapses, keeps its rows, may only renew, and is found by its signing key', async () => {
    const alice = makeIdentity(mediator.did, 'alice');
    const { preKey } = await documentOf(mediator);
    const short = await makeRequest(alice, { did: mediator.did, preKey }, 60, nowSeconds() - 57);
    await ask(mediator, alice, short.payload);
    await ask(mediator, alice, {
      type: 'SAVE_EVENTS',
      events: [{ id: 'kept', payload: 'A'.repeat(400), tags: [] }],
    });
    await expect
      .poll(() => codeOf(mediator, alice, { type: 'QUERY_PENDING_EVENTS' }), {
        timeout: 8_000,
        interval: 200,
      })
      .toBe('NOT_REGISTERED');
    expect(await ask(mediator, alice, { type: 'FIND_IDENTITIES' })).toEqual({ dids: [alice.did] });
    const bob = await newcomer(mediator, 'bob');
    const toLapsed = { type: 'SEND_EVENT', id: 'x', payload: 'A'.repeat(400) } as const;
    expect(await codeOf(mediator, bob, toLapsed, alice.did)).toBe('RECIPIENT_NOT_REGISTERED');
    await register(mediator, alice);
    const { events } = await ask<'QUERY_EVENTS'>(mediator, alice, { type: 'QUERY_EVENTS', tags: [] });
    expect(events.map(({ id }) => id)).toEqual(['kept']);
  }, 15_000);

  it('may be made under a DID that names another mediator, which is then not served as a recipient', async () => {
    const guest = makeIdentity('did:web:elsewhere.example', 'guest');
    await register(mediator, guest);
    const bob = await newcomer(mediator, 'bob');
    expect(
      await codeOf(mediator, bob, { type: 'SEND_EVENT', id: 'x', payload: 'A'.repeat(400) }, guest.did),
    ).toBe('RECIPIENT_NOT_REGISTERED');
  });

  it('ends when its contract is revoked, and a replay of it does not bring it back', async () => {
    const alice = makeIdentity(mediator.did, 'alice');
    const payload = await registrationPayload(mediator, alice);
    const reply = await ask<'REQUEST_COMMUNICATION_CONTRACT'>(mediator, alice, payload);
    if (!('signed_contract' in reply)) throw new Error('not registered');
    const { signed_contract } = reply;
    await ask(mediator, alice, { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract });
    expect(await codeOf(mediator, alice, { type: 'QUERY_PENDING_EVENTS' })).toBe('NOT_REGISTERED');
    expect(await codeOf(mediator, alice, payload)).toBe('COMMUNICATION_CONTRACT_NOT_VALID');
    expect(await ask(mediator, alice, { type: 'FIND_IDENTITIES' })).toEqual({ dids: [alice.did] });
  });

  it('T-60 is bounded in number; who is there is not affected', async () => {
    const small = await startMediator({ limits: { identities: 2, unauthenticated_per_minute: 1000 } });
    const alice = await newcomer(small, 'alice');
    await newcomer(small, 'bob');
    const carol = makeIdentity(small.did, 'carol');
    expect(await codeOf(small, carol, await registrationPayload(small, carol))).toBe('QUOTA_EXCEEDED');
    expect(await codeOf(small, alice, { type: 'QUERY_PENDING_EVENTS' })).toBe('SUCCESS');
    await register(small, alice);
    await small.stop();
  });

  it('T-60 is limited by address', async () => {
    const strict = await startMediator({ limits: { unauthenticated_per_minute: 3 } });
    const codes: string[] = [];
    for (let i = 0; i < 4; i++) {
      const one = makeIdentity(strict.did, `n${i}`);
      codes.push(await codeOf(strict, one, await registrationPayload(strict, one)));
    }
    expect(codes).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'RATE_LIMITED']);
    await strict.stop();
  });
});

describe('FIND_IDENTITIES', () => {
  it('gives every DID of the signing key, whichever of them asks, and nobody else’s', async () => {
    const seed = crypto.getRandomValues(new Uint8Array(32));
    const [one, two] = [makeIdentity(mediator.did, 'one', seed), makeIdentity(mediator.did, 'two', seed)];
    await register(mediator, one);
    await register(mediator, two);
    const asker = makeIdentity('did:web:anywhere.example', 'x', seed);
    expect(await ask(mediator, asker, { type: 'FIND_IDENTITIES' })).toEqual({ dids: [one.did, two.did] });
    const stranger = makeIdentity(mediator.did, 'stranger');
    expect(await ask(mediator, stranger, { type: 'FIND_IDENTITIES' })).toEqual({ dids: [] });
  });
});

describe('logs', () => {
  it('hold no DID, no payload and no address', async () => {
    const own = await startMediator();
    const alice = await newcomer(own, 'alice');
    await ask(own, alice, {
      type: 'SAVE_EVENTS',
      events: [{ id: 'canary-id', payload: 'QUJD'.repeat(100), tags: [] }],
    });
    await post(own, '{"header":"canary-header"}');
    await own.stop();
    const log = own.log();
    for (const secret of [alice.did, 'QUJDQUJD', 'canary-', 'did:decentrl'])
      expect(log).not.toContain(secret);
    const seeds = JSON.parse(readFileSync(join(own.dataDir, 'keys.json'), 'utf8')) as Record<string, string>;
    expect(log).not.toContain(seeds.signing_seed);
  });

  it('R-16 tells its time in every reply, so that a client corrects its clock', async () => {
    const alice = await newcomer(mediator, 'alice');
    const reply = await send(mediator, alice, mediator.did, { type: 'FIND_IDENTITIES' });
    expect(Math.abs(reply.timestamp - Date.now())).toBeLessThan(5_000);
    const late = await makeCommand(
      alice,
      mediator.did,
      { type: 'FIND_IDENTITIES' },
      { timestamp: Date.now() - DAY * 1000 },
    );
    const refused = parseReply('FIND_IDENTITIES', await (await post(mediator, late)).json());
    expect(refused).toMatchObject({ type: 'ERROR', code: 'TIMESTAMP_OUT_OF_RANGE' });
    expect(Math.abs(refused.timestamp - Date.now())).toBeLessThan(5_000);
  });
});
