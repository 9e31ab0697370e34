import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeSigningKey } from '../../../lib/crypto/multikey.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { UnreachableError } from '../../../lib/net/unreachable-error.ts';
import { ciphertext } from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { befriend, type ClientStack, clientStack, eventsTo, payloadsOf } from './client-stack.ts';

let mediator: RunningMediator;
const stacks: ClientStack[] = [];

async function stack(options: Partial<Parameters<typeof clientStack>[0]> = {}): Promise<ClientStack> {
  const made = await clientStack({ mediatorDid: mediator.did, ...options });
  stacks.push(made);
  return made;
}

beforeAll(async () => {
  mediator = await startMediator();
});

afterAll(async () => {
  for (const { sync, outbox } of stacks) {
    sync.stop();
    outbox.stop();
  }
  await mediator.stop();
});

describe('the client against a real mediator', () => {
  it('registers, sends, receives by the socket, acknowledges, and reads its own history', async () => {
    const [alice, bob] = [await stack(), await stack()];
    const contract = await alice.register();
    expect(contract.contract.requestor_did).toBe(alice.keys.did.did);
    await bob.register();
    await befriend(alice, bob, mediator);
    await bob.sync.start();
    await waitUntil('the socket', () => bob.sync.status(0).connected);

    const rows = eventsTo(bob, 250);
    const now = Date.now();
    const copies = Array.from({ length: 250 }, (_, at) => ({
      id: `copy${at}`,
      payload: ciphertext(),
      tags: [],
    }));
    await alice.enqueue([
      ...rows,
      {
        id: 'copies',
        identityIndex: 0,
        mediatorDid: mediator.did,
        recipientDid: mediator.did,
        channel: 'DIRECT_AUTHENTICATED',
        payload: { type: 'SAVE_EVENTS', events: copies },
        group: 'save',
        createdAt: now,
        notBefore: now,
        attempts: 0,
      },
    ]);
    await alice.outbox.flush();
    expect(alice.endings.filter((ending) => ending.startsWith('accepted'))).toHaveLength(251);
    await waitUntil('all events', () => bob.received.size === 250);
    expect([...bob.received.keys()]).toEqual(payloadsOf(rows));
    expect([...bob.received.values()].every((times) => times === 1)).toBe(true);

    const queue = () =>
      bob.commands.send(bob.keys, mediator.did, {
        channel: 'DIRECT_AUTHENTICATED',
        recipientDid: mediator.did,
        payload: { type: 'QUERY_PENDING_EVENTS' },
      });
    await waitUntil('the last acknowledgement', async () => (await queue()).pending_events.length === 0);

    await alice.sync.syncIdentity(0);
    expect(alice.stored.size).toBe(250);
    await alice.sync.syncIdentity(0);
    expect([...alice.stored.values()].every((times) => times === 1)).toBe(true);
  });

  it('says that an identity is unknown', async () => {
    const nobody = await stack();
    await nobody.sync.syncIdentity(0);
    expect(nobody.sync.status(0).problem).toBe('This identity is not registered with its mediator.');
  });

  it('ends a message to somebody without a contract as refused', async () => {
    const [alice, bob] = [await stack(), await stack()];
    await alice.register();
    await bob.register();
    await alice.enqueue(eventsTo(bob, 2));
    await alice.outbox.flush();
    expect(alice.endings).toEqual(['e0', 'e1'].map((id) => `refused:${id}:COMMUNICATION_CONTRACT_REQUIRED`));
  });

  it('T-62 does not believe a registration signed by another key than the document shows', async () => {
    const other = encodeSigningKey(new Uint8Array(signerFromSeed(new Uint8Array(32).fill(9)).publicKey));
    const alice = await stack({
      async fetch(url, init) {
        const response = await fetch(url, init);
        if (!url.endsWith('did.json')) return response;
        return new Response((await response.text()).replace(/z6Mk[1-9A-HJ-NP-Za-km-z]+/g, other));
      },
    });
    await expect(alice.register()).rejects.toBeInstanceOf(UnreachableError);
  });

  it.each([10, -10, 24 * 60, -24 * 60])('R-16 recovers with a clock %i minutes off', async (minutes) => {
    let commands = 0;
    const bob = await stack();
    await bob.register();
    const alice = await stack({
      clock: { now: () => Date.now() + minutes * 60_000 },
      async fetch(url, init) {
        if (init.method === 'POST') commands += 1;
        return fetch(url, init);
      },
    });
    await alice.register();
    await befriend(alice, bob, mediator);
    commands = 0;
    const rows = eventsTo(bob, 3);
    await alice.enqueue(rows);
    await alice.outbox.flush();
    expect(alice.endings).toEqual(rows.map(({ id }) => `accepted:${id}`));
    expect(commands).toBe(1);
    const fresh = await stack({
      keys: alice.keys,
      clock: { now: () => Date.now() + minutes * 60_000 },
      async fetch(url, init) {
        if (init.method === 'POST') commands += 1;
        return fetch(url, init);
      },
    });
    commands = 0;
    await fresh.commands.send(fresh.keys, mediator.did, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: mediator.did,
      payload: { type: 'QUERY_PENDING_EVENTS' },
    });
    expect(commands).toBe(2);
    await fresh.sync.start();
    await waitUntil('the socket in spite of the clock', () => fresh.sync.status(0).connected);
  });

  it('T-47 two devices connected at the same time lose nothing between them', async () => {
    const [alice, phone] = [await stack(), await stack()];
    const laptop = await stack({ keys: phone.keys });
    await alice.register();
    await phone.register();
    await befriend(alice, phone, mediator);
    await Promise.all([phone.sync.start(), laptop.sync.start()]);
    const rows = eventsTo(phone, 300);
    for (let at = 0; at < rows.length; at += 30) {
      await alice.enqueue(rows.slice(at, at + 30));
      await alice.outbox.flush();
    }
    const seen = () => new Set([...phone.received.keys(), ...laptop.received.keys()]);
    await waitUntil('all events on one of the two', () => seen().size === 300);
    expect([...seen()].toSorted()).toEqual(payloadsOf(rows).toSorted());
  });
});
