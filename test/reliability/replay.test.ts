import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDid } from '../../lib/protocol/did.ts';
import { revokeRelationship } from '../../lib/relationships/revoke-relationship.ts';
import { ask, makeIdentity, post, register } from '../support/mediator-client.ts';
import { type NodeCompanion, nodeCompanion } from '../support/node-companion.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { clientState, connectPair, type Talker } from './support/connect-pair.ts';
import { mediatorState } from './support/mediator-state.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';

const COMMANDS = size(2_500, 50_000);
const ENVELOPES = size(2_500, 50_000);
const MESSAGES = 60;
const LIMITS = {
  unauthenticated_per_minute: 10_000_000,
  events_per_second: 1_000_000,
  events_burst: 10_000_000,
  commands_per_second: 1_000_000,
  commands_burst: 10_000_000,
};

let mediators: [RunningMediator, RunningMediator];
const people: NodeCompanion[] = [];
let alice: Talker;
let bob: Talker;

async function settle(): Promise<void> {
  await waitUntil('both to have nothing left to say', async () => {
    for (const one of people) await one.sync();
    const left = await Promise.all(people.map((one) => one.app.outbox.count()));
    const pending = mediators.map((one) => pendingRows(one).length);
    return [...left, ...pending].every((count) => count === 0);
  });
}

function pendingRows({ dataDir }: RunningMediator): unknown[] {
  const db = new DatabaseSync(join(dataDir, 'mediator.db'), { readOnly: true });
  try {
    return db.prepare('select * from pending_events').all();
  } finally {
    db.close();
  }
}

beforeAll(async () => {
  mediators = [await startMediator({ limits: LIMITS }), await startMediator({ limits: LIMITS })];
  people.push(await nodeCompanion(), await nodeCompanion());
  const [first, second] = people as [NodeCompanion, NodeCompanion];
  [alice, bob] = await connectPair([first, second], [mediators[0].did, mediators[1].did]);
  for (let at = 0; at < MESSAGES; at++) {
    await alice.say(`from Alice ${at}`);
    await bob.say(`from Bob ${at}`);
    // Now and then, so that there are many commands and not one batch.
    if (at % 3 === 0) for (const one of people) await one.sync();
  }
  await settle();
});

afterAll(async () => {
  await Promise.all(people.map((one) => one.stop()));
  await Promise.all((mediators ?? []).map((one) => one.stop()));
});

/** Every command that left the two companions, as it was on the wire. */
const commandsOf = (one: NodeCompanion) => one.requests.filter(({ body }) => body !== '');

describe('R-17 replay', () => {
  it(`T-49 ${COMMANDS} old commands have no effect, not after a restart, not at another mediator`, async () => {
    const recorded = people.flatMap(commandsOf);
    expect(recorded.length).toBeGreaterThan(100);
    const before = mediators.map(({ dataDir }) => mediatorState(dataDir));
    const answers = new Map<string, number>();
    const replay = async (url: string, body: string) => {
      const reply = (await (await post({ url }, body)).json()) as { type: string; code?: string };
      const code = reply.code ?? reply.type;
      answers.set(code, (answers.get(code) ?? 0) + 1);
    };
    for (let at = 0; at < COMMANDS; at += 4) {
      if (at === Math.floor(COMMANDS / 8) * 4) {
        // What it remembers of nonces in memory must not be all it knows.
        for (const [place, one] of mediators.entries()) {
          await one.kill();
          mediators[place] = await startMediator({ dataDir: one.dataDir, port: one.port, limits: LIMITS });
        }
      }
      await Promise.all(
        Array.from({ length: 4 }, async (_, next) => {
          const command = recorded[(at + next) % recorded.length];
          if (command === undefined) return;
          const home = new URL(command.url).origin;
          const other = mediators.find(({ url }) => url !== home)?.url ?? home;
          await replay((at + next) % 7 === 6 ? other : home, command.body);
        }),
      );
    }
    report('replayed commands', {
      distinct: recorded.length,
      sent: COMMANDS,
      ...Object.fromEntries(answers),
    });
    expect([...answers.keys()].sort()).toEqual(['NONCE_REUSED', 'RECIPIENT_NOT_REGISTERED']);
    expect(mediators.map(({ dataDir }) => mediatorState(dataDir))).toEqual(before);
  });

  it('the hash of the state sees one new row', async () => {
    const [mediator] = mediators;
    const before = mediatorState(mediator.dataDir);
    const stranger = makeIdentity(mediator.did, 'stranger');
    await register(mediator, stranger);
    expect(mediatorState(mediator.dataDir)).not.toBe(before);
    await ask(mediator, stranger, { type: 'QUERY_PENDING_EVENTS' });
  });

  it(`T-38 ${ENVELOPES} old envelopes, delivered again under new ids by the mediator and by the sender, have no effect`, async () => {
    await settle();
    const sent = commandsOf(alice.companion).flatMap(({ body }) => {
      const { payload } = JSON.parse(body) as {
        payload: { type: string; events?: { payload: string }[]; payload?: string };
      };
      if (payload.type === 'SEND_EVENT') return [payload.payload ?? ''];
      return payload.type === 'SEND_EVENTS' ? (payload.events ?? []).map((event) => event.payload) : [];
    });
    const payloads = [...new Set(sent)];
    expect(payloads.length).toBeGreaterThanOrEqual(MESSAGES);
    const before = await clientState(bob.companion);
    const commandsBefore = commandsOf(bob.companion).length;
    const [, home] = mediators;

    // By the sender: a real command, a fresh nonce, an id never used, old bytes.
    const { did, signer } = await alice.companion.app.keyring.identity(0);
    const sender = { did: did.did, signer, preKey: makeIdentity(home.did, 'x').preKey };
    for (let at = 0; at < ENVELOPES; at += 100) {
      const events = Array.from({ length: 100 }, (_, next) => ({
        id: randomUUID(),
        payload: payloads[(at + next) % payloads.length] ?? '',
      }));
      await ask(home, sender, { type: 'SEND_EVENTS', events }, bob.did);
      await bob.companion.sync();
    }
    // By the mediator: rows of its own making.
    await home.stop();
    const db = new DatabaseSync(join(home.dataDir, 'mediator.db'));
    const identity = db.prepare('select id, pending_seq from identities where did = ?').get(bob.did) as {
      id: number;
      pending_seq: number;
    };
    const insert = db.prepare(
      'insert into pending_events (identity_id, seq, sender_did, payload, created_at) values (?, ?, ?, ?, ?)',
    );
    payloads.forEach((payload, at) => {
      insert.run(
        identity.id,
        identity.pending_seq + 1 + at,
        alice.did,
        payload,
        Math.floor(Date.now() / 1_000),
      );
    });
    db.prepare('update identities set pending_seq = ?, pending_count = ? where id = ?').run(
      identity.pending_seq + payloads.length,
      payloads.length,
      identity.id,
    );
    db.close();
    mediators[1] = await startMediator({ dataDir: home.dataDir, port: home.port, limits: LIMITS });
    await bob.companion.sync();

    expect(pendingRows(mediators[1])).toEqual([]);
    expect(await clientState(bob.companion)).toBe(before);
    const said = commandsOf(bob.companion)
      .slice(commandsBefore)
      .map(({ body }) => (JSON.parse(body) as { payload: { type: string } }).payload.type);
    // Nothing but reading and acknowledging: no receipt, no second own copy.
    expect(new Set(said)).toEqual(new Set(said.filter((type) => /^(QUERY|ACKNOWLEDGE)_/.test(type))));
    expect(await bob.texts('in')).toEqual(Array.from({ length: MESSAGES }, (_, at) => `from Alice ${at}`));
    report('replayed envelopes', {
      distinct: payloads.length,
      sent: ENVELOPES + payloads.length,
      effects: 0,
    });

    await alice.say('and a new one');
    await alice.companion.sync();
    await bob.companion.sync();
    expect(await clientState(bob.companion), 'the state tells when something does happen').not.toBe(before);
  });

  it('T-65 nothing that was said before revives a relationship that was revoked', async () => {
    await revokeRelationship(bob.companion.app, 0, parseDid(alice.did).signingKeyMultibase);
    await settle();
    const before = await Promise.all(people.map(clientState));
    const old = people.flatMap(commandsOf);
    // The nonces are made new by forgetting the old ones: a mediator that was restored from a backup of yesterday.
    for (const [place, one] of mediators.entries()) {
      await one.stop();
      const db = new DatabaseSync(join(one.dataDir, 'mediator.db'));
      db.exec('delete from nonces');
      db.close();
      mediators[place] = await startMediator({ dataDir: one.dataDir, port: one.port, limits: LIMITS });
    }
    const accepted = new Map<string, number>();
    for (const { url, body } of old) {
      const reply = (await (await post({ url: new URL(url).origin }, body)).json()) as { type: string };
      const { type } = (JSON.parse(body) as { payload: { type: string } }).payload;
      if (reply.type === 'SUCCESS') accepted.set(type, (accepted.get(type) ?? 0) + 1);
    }
    for (const one of people) await one.sync();
    await settle();
    expect(await Promise.all(people.map(clientState))).toEqual(before);
    for (const one of people) {
      const contacts = await one.app.tables.contacts.getAll();
      expect(contacts.every((contact) => contact.revokedAt !== null)).toBe(true);
    }
    expect(accepted.get('SEND_EVENT') ?? 0).toBe(0);
    report('replayed after revocation', { commands: old.length, accepted: JSON.stringify([...accepted]) });
  });
});
