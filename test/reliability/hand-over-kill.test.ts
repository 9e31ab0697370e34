import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { importAeadKey } from '../../lib/crypto/aead.ts';
import type { MessageRecord } from '../../lib/domain/records/message-record.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import type { RewrappedShare } from '../../lib/protocol/held-record.ts';
import { sealJson } from '../../lib/protocol/sealed-json.ts';
import { linkUnasked } from '../support/held-companions.ts';
import { CHAIN_ID, makeWallet, type TestWallet } from '../support/held-personas.ts';
import { inDatabase } from '../support/mediator-database.ts';
import { type NodeCompanion, nodeCompanion, PASSWORD } from '../support/node-companion.ts';
import { keysOfEscrow, type SomeRecord, whatOpens } from '../support/open-as-escrow.ts';
import { Reaper } from '../support/reaper.ts';
import { type RunningMediator, startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import { clientState, killCompanion } from './support/connect-pair.ts';
import { DEATHS, type Death } from './support/escrow-deaths.ts';
import { handedOver, judgeHandOver, missedHandOverFaults, readHandOver } from './support/hand-over-state.ts';
import { createHistory, faultless, judge, missedFaults } from './support/history.ts';
import { mediatorState } from './support/mediator-state.ts';
import { randomFrom, runSeed } from './support/random.ts';
import { report } from './support/report.ts';
import { size } from './support/size.ts';

const MESSAGES = Number(process.env.HAND_OVER_MESSAGES ?? size(100, 1_000));
/** Of the wallet whose hand-over is killed at every step: steps and what each costs grow with it, so it stays small. */
const FIRST = Math.min(25, Math.ceil(MESSAGES / 4));
/** Of each of the other three. */
const EACH = Math.ceil((MESSAGES - FIRST) / 3);
const ALL = FIRST + 3 * EACH;
/** Milliseconds between two deaths of a worker that dies at any time, about: long enough for a page of what waits. */
const LIFE_MS = Math.max(600, 12 * EACH);

/**
 * `LIMITS_FILE` overrides these: 50 messages a sender and recipient are too few here, one address makes hundreds of
 * restarts and blocks look like an attack, and drained epochs are looked for more often.
 */
const LIMITS = {
  held_per_pair: 100_000,
  held_per_recipient: 100_000,
  unauthenticated_per_minute: 1_000_000,
  commands_per_second: 100_000,
  commands_burst: 100_000,
  events_per_second: 100_000,
  events_burst: 100_000,
  held_sweep_ms: 300,
  blocks_per_minute: 100_000,
};
// A daemon that is not there: an IPFS node of the mediator's own takes a second of every restart.
const ENV = { ESCROW: '1', IPFS_API_URL: 'http://127.0.0.1:1' };
const DIE_AT = fileURLToPath(new URL('./support/die-at.ts', import.meta.url));

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The escrow of the run: one directory and port, many processes. */
async function killableEscrow() {
  const options = { limits: LIMITS, env: ENV as Record<string, string> };
  let now = await startMediator(options);
  const { dataDir, port, did } = now;
  let kills = 0;
  const again = async (death: Death | null) => {
    const env =
      death === null ? ENV : { ...ENV, NODE_OPTIONS: `--import ${DIE_AT}`, DIE_AT: JSON.stringify(death) };
    now = await startMediator({ ...options, dataDir, port, env });
  };
  return {
    did,
    dataDir,
    now: (): RunningMediator => now,
    kills: () => kills,
    async kill() {
      await now.kill();
      kills += 1;
      await again(null);
    },
    /** Does `work` again and again while the escrow dies at each of these places in turn, and lives at last. */
    async dyingAt(deaths: readonly Death[], work: () => Promise<unknown>) {
      for (const death of deaths) {
        await now.kill();
        await again(death);
        let dead = false;
        void now.ended.then(() => {
          dead = true;
        });
        await waitUntil(
          `the escrow to die ${death.when} ${death.sql} ${death.value ?? ''} ${death.nth}`,
          async () => {
            await work().catch(() => undefined);
            return dead;
          },
          60_000,
        );
        kills += 1;
      }
      await again(null);
    },
    stop: () => now.stop(),
  };
}

type Escrow = Awaited<ReturnType<typeof killableEscrow>>;

/** A companion whose worker dies at a step. */
async function mortal(alias: string, escrow: Escrow) {
  const reaper = new Reaper();
  const companion = await nodeCompanion({ step: reaper.step });
  ends.push(companion.stop);
  const did = await companion.begin(alias, escrow.did);
  let kills = 0;
  /** What failed is put off, by a minute at most where nobody answered: nobody needs to wait for it. */
  const later = async (ms = 50_000) => {
    companion.clock.move(ms);
    const { keyring } = companion.app;
    if ((await keyring.state()) !== 'unlocked') await keyring.unlock(PASSWORD);
  };
  const restart = async () => {
    await companion.restart();
    await later(1_500);
  };
  return {
    companion,
    preKey: parseDid(did).preKey,
    later,
    kills: () => kills,
    /** Does `work` with a death at its first step, then at its second …, until it lives to its end. */
    async dyingEverywhere(work: () => Promise<unknown>) {
      for (let k = 0; ; k++) {
        reaper.killAt(k);
        const done = await work().then(
          () => true,
          () => false,
        );
        const died = reaper.reset();
        if (died) {
          kills += 1;
          await restart();
        } else if (done) return k;
      }
    },
    /** Does `work` once and dies at step `k` of it, if there are so many. */
    async dyingAt(k: number, work: () => Promise<unknown>) {
      reaper.killAt(k);
      await work().catch(() => undefined);
      if (!reaper.reset()) return;
      kills += 1;
      await restart();
    },
    async kill() {
      kills += 1;
      await killCompanion(companion);
    },
  };
}

type Mortal = Awaited<ReturnType<typeof mortal>>;

/** One whole pass; unlike `pass` of other tests it never waits for what is put off. */
async function pass({ companion }: Mortal): Promise<void> {
  await companion.sync();
  await companion.app.escrows.poll({ now: true });
  await companion.app.outbox.flush();
}

/** Passes until nothing is left to send, however long it was put off. */
async function settle(who: Mortal): Promise<void> {
  await waitUntil(
    'everything to be sent',
    async () => {
      await pass(who);
      if ((await who.companion.app.outbox.count()) === 0) return true;
      await who.later();
      return false;
    },
    120_000,
  );
}

/** One order a room: two wallets of one person are two rooms. */
const streamOf = (wallet: number) => `wallet ${wallet}`;

/** Every message in a history, of one direction, in the order in which a person sees them. */
async function shown({ app }: NodeCompanion, direction: MessageRecord['direction']): Promise<string[]> {
  const texts: string[] = [];
  for await (const { value } of app.history.scan()) {
    if (value.direction === direction) texts.push((value.data as { content: string }).content);
  }
  return texts.reverse();
}

type Saved = SomeRecord & { id: string };

/** Records and shares that left a sender, by the escrow's own words for them: what a wire-tap has. */
function savedOnTheWire({ requests }: NodeCompanion): { record: Saved; shares: RewrappedShare[] }[] {
  const saved = requests.flatMap(({ body }) => {
    if (!body.includes('SAVE_HELD_MESSAGE')) return [];
    const { payload } = JSON.parse(body) as { payload: { record: Saved; shares: RewrappedShare[] } };
    return [payload];
  });
  return [...new Map(saved.map((one) => [one.record.id, one])).values()];
}

/** Every block that is ever published, also one that would be taken back: kept by the database itself. */
async function keepEverPublished(escrow: Escrow): Promise<() => Promise<Map<string, SomeRecord>>> {
  await inDatabase(escrow, async (tx) => {
    const { sql } = await import('kysely');
    await sql`create table ever_published (cid text, bytes blob)`.execute(tx);
    await sql`create trigger keep_published after insert on published_blocks
      begin insert into ever_published values (new.cid, new.bytes); end`.execute(tx);
  });
  return () =>
    inDatabase(escrow, async (tx) => {
      const { sql } = await import('kysely');
      const { rows } = await sql<{ cid: string; bytes: Uint8Array }>`select * from ever_published`.execute(
        tx,
      );
      return new Map(
        rows.map(({ cid, bytes }) => [cid, JSON.parse(new TextDecoder().decode(bytes)) as SomeRecord]),
      );
    });
}

describe('a hand-over whose actors are killed', () => {
  it(`R-18 I6 B-08 B-09 B-22 ${ALL} messages, sender, escrow and recipient killed at every step and at any time: each is confirmed once, and nothing that was ever published opens for the escrow`, async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    const escrow = await killableEscrow();
    ends.push(escrow.stop);
    const everPublished = await keepEverPublished(escrow);
    const alice = await mortal('Alice', escrow);
    const carol = await mortal('Carol', escrow);
    const wallets = Array.from({ length: 4 }, () => makeWallet());
    const history = createHistory();
    const given: string[] = [];
    const figures: Record<string, number> = {};

    let written = 0;
    /** Alice writes; asked again under the same key, as the popup does when the worker under it died. */
    const write = async (wallet: TestWallet, dying: (send: () => Promise<unknown>) => Promise<unknown>) => {
      const stream = streamOf(wallets.indexOf(wallet));
      const text = `${stream}: message ${written++}`;
      const hold = () =>
        alice.companion.popup('held_send', {
          to: wallet.address,
          chainId: CHAIN_ID,
          text,
          allowHeld: true,
          idempotencyKey: text,
        });
      await dying(async () => {
        await hold();
        await alice.companion.app.outbox.flush();
      });
      const sent = await waitUntil(`${text} to be durable`, () => hold());
      history.acknowledged(stream, text);
      given.push(sent.messageId);
    };

    const [first, second, third, fourth] = wallets as [TestWallet, TestWallet, TestWallet, TestWallet];
    const writeAll = async (wallet: TestWallet, count: number) => {
      for (let n = 0; n < count; n++) {
        const step = written;
        await write(wallet, (send) => alice.dyingAt(step, send));
      }
    };
    /** What a wire-tap at the sender has by now, and what of it the escrow can open, by state. */
    const tap = async () => {
      const saved = savedOnTheWire(alice.companion);
      const records = new Map(saved.map(({ record }) => [record.id, record as SomeRecord]));
      return { saved, records, opened: await whatOpens(records, await keysOfEscrow(escrow)) };
    };

    /* 1. The sender writes, and dies at each step of it, before and after everything is saved. */
    await writeAll(first, FIRST);
    await settle(alice);
    const begun = await readHandOver(escrow);
    expect(begun.rows.map(({ state }) => state)).toEqual(given.map(() => 'HELD'));
    expect(begun.published).toEqual([]);
    // The escrow can read all of it, as everybody was told: the search must find that.
    expect((await tap()).opened.sort()).toEqual([...given].sort());

    /* 2. The recipient dies at every step of linking and of taking over, the sender at every step after. */
    figures['recipient dies while linking'] = await carol.dyingEverywhere(() =>
      linkUnasked(carol.companion, first, escrow.did),
    );
    figures['recipient dies while taking over'] = await carol.dyingEverywhere(() => pass(carol));
    await settle(carol);
    figures['sender dies while confirming'] = await alice.dyingEverywhere(() => pass(alice));
    await settle(alice);
    const handed = given.slice();

    // The other wallets, and a fifth, for which the escrow dies at each step of taking one in.
    const before = alice.kills();
    // A worker that was just started takes more steps than one that runs.
    await alice.kill();
    for (const wallet of [second, third, fourth]) await writeAll(wallet, EACH);
    figures['sender dies at a further step of sending'] = alice.kills() - before;
    await settle(alice);
    const last = makeWallet();
    wallets.push(last);
    await escrow.dyingAt(DEATHS.saving, async () => {
      await write(last, (send) => send().catch(() => undefined));
      await alice.later();
      await alice.companion.app.outbox.flush();
    });
    await settle(alice);
    const { saved: tapped, records: heldRecords, opened } = await tap();
    expect(opened.sort()).toEqual(given.filter((id) => !handed.includes(id)).sort());

    /* 3. The second: the escrow dies at each place where its state changes. */
    await escrow.dyingAt(DEATHS.linking, () => linkUnasked(carol.companion, second, escrow.did));
    await waitUntil('the second wallet to be linked', () =>
      linkUnasked(carol.companion, second, escrow.did).then(() => true),
    );
    const takeOver = async () => {
      await carol.later();
      await pass(carol);
    };
    await escrow.dyingAt(DEATHS.rewrapping, takeOver);
    await escrow.dyingAt(DEATHS.rekeying, takeOver);
    await settle(carol);
    await escrow.dyingAt(DEATHS.confirming, async () => {
      await alice.later();
      await pass(alice);
    });
    await settle(alice);

    /* 4. The third and the rest: everybody dies at any time, all at once. */
    let raging = true;
    const killers = [
      { who: alice, every: LIFE_MS },
      { who: carol, every: LIFE_MS },
      { who: escrow, every: 4_000 + 4 * LIFE_MS },
    ].map(async ({ who, every }) => {
      while (raging) {
        await delay(every / 4 + random.below(every));
        if (raging) await who.kill();
      }
    });
    const isDone = async () => {
      const { rows } = await readHandOver(escrow);
      return rows.every(({ state }) => state === 'CONFIRMED');
    };
    try {
      for (const wallet of [third, fourth, last])
        await waitUntil(
          'a wallet to be linked',
          () => linkUnasked(carol.companion, wallet, escrow.did).then(() => true),
          120_000,
        );
      await waitUntil(
        'everything to be confirmed',
        async () => {
          for (const who of [carol, alice]) {
            await pass(who).catch(() => undefined);
            await who.later(1_500).catch(() => undefined);
          }
          return isDone();
        },
        600_000,
      );
    } finally {
      raging = false;
      await Promise.all(killers);
    }
    await settle(carol);
    await settle(alice);
    figures.escrow = escrow.kills();
    figures.sender = alice.kills();
    figures.recipient = carol.kills();

    /* 5. What is there in the end. */
    const after = await readHandOver(escrow);
    report('hand-over killed', { seed, messages: given.length, ...figures });
    expect(judgeHandOver(after, given)).toEqual(handedOver(given.length));
    expect(missedHandOverFaults(after, given)).toEqual([]);
    for (const text of await shown(carol.companion, 'in')) history.visible(text.split(':')[0] ?? '', text);
    expect(judge(history.read())).toEqual(faultless(given.length));
    expect(missedFaults(history.read())).toEqual([]);
    expect((await shown(alice.companion, 'out')).sort()).toEqual(
      [...history.read().acknowledged.values()].flat().sort(),
    );
    const sent = await alice.companion.app.tables.held_sent.getAll();
    expect(sent.map(({ id, state }) => [id, state]).sort()).toEqual(
      given.map((id) => [id, 're-encrypted']).sort(),
    );
    const received = await carol.companion.app.tables.held_received.getAll();
    expect(received.map(({ id, state, reason }) => [id, state, reason]).sort()).toEqual(
      given.map((id) => [id, 're-encrypted', null]).sort(),
    );

    /* 6. Again, it is a no-op. */
    const states = async () => [
      mediatorState(escrow.dataDir),
      await clientState(alice.companion),
      await clientState(carol.companion),
    ];
    const settled = await states();
    for (const who of [alice, carol, escrow]) await who.kill();
    for (const who of [alice, carol]) await settle(who);
    expect(await states()).toEqual(settled);

    /* 7. Nothing that was ever published opens with anything the escrow still has. */
    const blocks = await everPublished();
    expect(blocks.size).toBe(given.length);
    const keys = await keysOfEscrow(escrow);
    expect(keys.shares).toEqual([]);
    expect(keys.agreers.length).toBeGreaterThan(wallets.length);
    expect(keys.others).toEqual(expect.arrayContaining([alice.preKey, carol.preKey]));
    expect(await whatOpens(blocks, keys)).toEqual([]);
    expect(await whatOpens(heldRecords, keys)).toEqual([]);
    for (const { oldCid, newCid } of after.rows) {
      expect((await fetch(`${escrow.now().url}/ipfs/${oldCid}?format=raw`)).status).toBe(404);
      expect((await fetch(`${escrow.now().url}/ipfs/${newCid}?format=raw`)).status).toBe(200);
    }
    // The search proves itself: a share that was kept, a block under a key of the escrow, one under a secret of it.
    const [kept] = tapped;
    const [block] = blocks.values();
    if (kept === undefined || block === undefined) throw new Error('there is nothing to plant');
    const withShare = {
      ...keys,
      shares: kept.shares.map((share) => ({ ...share, commitment: kept.record.commitment })),
    };
    expect(await whatOpens(heldRecords, withShare)).toEqual([kept.record.id]);
    const [agreer] = keys.agreers.slice(-1);
    const [raw] = keys.raw;
    if (agreer === undefined || raw === undefined) throw new Error('the escrow has no key');
    const planted = new Map([
      ...blocks,
      ['agreed', { ...block, messages: await sealJson('planted', await agreer.agree(alice.preKey)) }],
      [
        'direct',
        { ...block, messages: await sealJson('planted', await importAeadKey(await rawMaster(escrow))) },
      ],
    ]);
    expect(await whatOpens(planted, keys)).toEqual(['agreed', 'direct']);

    // And once the epoch is over, not even what a wire-tap kept opens any more: its key is destroyed.
    const tappedKeys = (keysNow: typeof keys) => ({
      ...keysNow,
      shares: tapped.flatMap(({ record, shares }) =>
        shares.map((share) => ({ ...share, commitment: record.commitment })),
      ),
    });
    expect(await whatOpens(heldRecords, tappedKeys(keys))).toHaveLength(given.length);
    // As after thirty days: the ends of the epochs are set back, nothing else.
    await inDatabase(escrow, (tx) => tx.updateTable('held_epochs').set({ handed_until: 1 }).execute());
    await waitUntil('the masters to be destroyed', () =>
      inDatabase(escrow, async (tx) => {
        const left = await tx
          .selectFrom('held_epochs')
          .select('id')
          .where('master', 'is not', null)
          .execute();
        return left.length === 0;
      }),
    );
    expect(await whatOpens(heldRecords, tappedKeys(await keysOfEscrow(escrow)))).toEqual([]);
  });
});

async function rawMaster(escrow: Escrow): Promise<Uint8Array<ArrayBuffer>> {
  const row = await inDatabase(escrow, (tx) =>
    tx.selectFrom('held_epochs').select('master').where('master', 'is not', null).executeTakeFirstOrThrow(),
  );
  return new Uint8Array(row.master ?? []);
}
