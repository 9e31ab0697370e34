import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import type { Bytes } from '../../../lib/crypto/bytes.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { openShare } from '../../../lib/protocol/held-record.ts';
import {
  bind,
  fetchHeld,
  fetchSent,
  type Letter,
  leaveLetter,
  makeWallet,
  savePayload,
  type TestWallet,
  takeOver,
  writeLetter,
} from '../../support/held-personas.ts';
import { ask, codeOf, newcomer, type TestIdentity } from '../../support/mediator-client.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let escrow: RunningMediator;
let alice: TestIdentity;

beforeAll(async () => {
  escrow = await startMediator({ env: { ESCROW: '1' } });
  alice = await newcomer(escrow, 'alice');
});
afterAll(() => escrow.stop());

/** Keys an escrow can still make: of every epoch it has, for every address it ever heard of. */
async function keysLeft(addresses: readonly string[]) {
  const epochs = await inDatabase(escrow, (tx) =>
    tx.selectFrom('held_epochs').select('master').where('master', 'is not', null).execute(),
  );
  return epochs.flatMap(({ master }) =>
    addresses.map((address) => epochAgreer(new Uint8Array(master ?? []), address)),
  );
}

/** Every share the database still has, of either kind. */
const sharesLeft = () => inDatabase(escrow, (tx) => tx.selectFrom('held_shares').selectAll().execute());

async function handOver(count: number): Promise<{ letters: Letter[]; wallet: TestWallet }> {
  const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
  const letters = [];
  for (let n = 0; n < count; n++) letters.push(await leaveLetter(escrow, alice, wallet.address));
  await bind(escrow, bob, wallet);
  expect(await takeOver(escrow, bob)).toHaveLength(count);
  return { letters, wallet };
}

describe('B-08 after a hand-over', () => {
  it('the escrow has no share, no record, and no block that any of its keys opens', async () => {
    const { letters, wallet } = await handOver(5);
    expect(await sharesLeft()).toEqual([]);
    const cids = letters.map(({ cid }) => cid);
    const rows = await inDatabase(escrow, (tx) =>
      tx.selectFrom('held_messages').selectAll().where('cid', 'in', cids).execute(),
    );
    expect(rows.map(({ record, state }) => [record, state])).toEqual(Array(5).fill([null, 'REKEYED']));

    const blocks = await inDatabase(escrow, (tx) =>
      tx.selectFrom('published_blocks').select(['cid', 'bytes']).execute(),
    );
    expect(blocks).toHaveLength(5);
    const keys = await keysLeft([wallet.address]);
    expect(keys.length).toBeGreaterThan(0);
    for (const { cid, bytes } of blocks) {
      expect(cids).not.toContain(cid);
      const { messages } = JSON.parse(new TextDecoder().decode(bytes)) as { messages: string };
      const sealed = base64Decode(messages);
      for (const agreer of keys) {
        // Whatever could be agreed with what is public about these messages.
        for (const { shares, commitment } of letters) {
          for (const share of shares) {
            const content = await openShare(share, agreer, commitment).catch(() => null);
            if (content) await expect(decryptAead(content, sealed)).rejects.toThrow();
          }
        }
        const direct = await importAeadKey(agreer.publicKey);
        await expect(decryptAead(direct, sealed)).rejects.toThrow();
      }
    }
  });

  it('nothing of a share or of the old ciphertext is in its files any more', async () => {
    const { letters } = await handOver(3);
    await inDatabase(escrow, async () => undefined);
    await escrow.stop();
    const files = ['mediator.db', 'mediator.db-wal'].map((name) => read(join(escrow.dataDir, name)));
    for (const { record, shares } of letters) {
      for (const file of files) {
        expect(file.includes(record.messages.slice(0, 64))).toBe(false);
        for (const { ciphertext } of shares) expect(file.includes(ciphertext)).toBe(false);
      }
    }
    // The search finds what is there.
    expect(files[0]?.includes(letters[0]?.cid as string)).toBe(true);
    escrow = await startMediator({ env: { ESCROW: '1' }, dataDir: escrow.dataDir, port: escrow.port });
  });

  it('only CIDs of what was held were ever listed, in the room nobody can name', async () => {
    const letter = await leaveLetter(escrow, alice, makeWallet().address);
    const listed = await inDatabase(escrow, (tx) =>
      tx.selectFrom('listed_cids').selectAll().where('cid', '=', letter.cid).execute(),
    );
    expect(listed).toMatchObject([{ cid: letter.cid, room_id: letter.record.room_id }]);
    const published = await inDatabase(escrow, (tx) =>
      tx.selectFrom('published_blocks').select('cid').where('cid', '=', letter.cid).execute(),
    );
    expect(published).toEqual([]);
    expect((await fetch(`${escrow.url}/ipfs/${letter.cid}?format=raw`)).status).toBe(404);
  });
});

describe('B-14 while somebody sets up', () => {
  it('every message is either handed over or refused as ready: none is lost', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const letters = [];
    for (let n = 0; n < 30; n++) letters.push(await writeLetter(escrow, alice, wallet.address));
    const saving = Promise.all(letters.map((letter) => codeOf(escrow, alice, savePayload(letter))));
    const binding = bind(escrow, bob, wallet);
    const codes = await saving;
    await binding;
    const accepted = letters.filter((_, at) => codes[at] === 'SUCCESS').map(({ record }) => record.id);
    expect(new Set(codes.filter((code) => code !== 'SUCCESS'))).toEqual(
      new Set(accepted.length === letters.length ? [] : ['RECIPIENT_READY']),
    );
    const rows = await fetchHeld(escrow, bob);
    expect(rows.map(({ id }) => id).sort()).toEqual(accepted.sort());
    await takeOver(escrow, bob);
    const sent = (await fetchSent(escrow, alice)).filter(({ id }) => accepted.includes(id));
    expect(sent.map(({ state }) => state)).toEqual(accepted.map(() => 'REKEYED'));
    await ask(escrow, alice, {
      type: 'CONFIRM_HELD_MESSAGES',
      items: accepted.length === 0 ? [{ id: 'none', ok: true }] : accepted.map((id) => ({ id, ok: true })),
    });
  });
});

function read(path: string): Bytes & { includes(text: string): boolean } {
  try {
    return readFileSync(path) as never;
  } catch {
    return Buffer.alloc(0) as never;
  }
}
