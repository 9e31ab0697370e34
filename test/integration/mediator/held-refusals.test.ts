import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { PAYLOADS } from '../../../lib/protocol/commands.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { pairKey, sealHanded } from '../../../lib/protocol/handed-record.ts';
import { signHandOverReceipt, verifySaveReceipt } from '../../../lib/protocol/held-receipts.ts';
import { recordCid, sealHeld } from '../../../lib/protocol/held-record.ts';
import { signInner } from '../../../lib/protocol/inner-message.ts';
import {
  bind,
  CHAIN_ID,
  fetchHeld,
  fetchSent,
  leaveLetter,
  makeWallet,
  prepareBinding,
  rekeyItem,
  savePayload,
  takeOver,
  writeLetter,
} from '../../support/held-personas.ts';
import {
  ask,
  codeOf,
  makeIdentity,
  newcomer,
  nowSeconds,
  post,
  register,
  type TestIdentity,
} from '../../support/mediator-client.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { heldPayloads } from '../../unit/protocol/held-samples.ts';

const PER_PAIR = 3;
const PER_RECIPIENT = 5;
let escrow: RunningMediator;
let alice: TestIdentity;

beforeAll(async () => {
  const limits = {
    unauthenticated_per_minute: 100_000,
    held_per_pair: PER_PAIR,
    held_per_recipient: PER_RECIPIENT,
  };
  escrow = await startMediator({ env: { ESCROW: '1' }, limits });
  alice = await newcomer(escrow, 'alice');
});
afterAll(() => escrow.stop());

describe('a mediator that is no escrow', () => {
  it('knows none of the ten commands, and names no such service', async () => {
    const plain = await startMediator();
    try {
      const anybody = await newcomer(plain, 'anybody');
      for (const payload of Object.values(await heldPayloads())) {
        expect(await codeOf(plain, anybody, payload), payload.type).toBe('UNSUPPORTED_COMMAND');
      }
      const services = async ({ url }: RunningMediator) =>
        JSON.stringify(await (await fetch(`${url}/.well-known/did.json`)).json());
      expect(await services(plain)).not.toContain('DecentrlEscrow');
      expect(await services(escrow)).toContain('DecentrlEscrow');
    } finally {
      await plain.stop();
    }
  });
});

describe('saving', () => {
  it('B-17 needs a registration here, where resolving and binding do not', async () => {
    const stranger = makeIdentity('did:web:elsewhere.example', 'stranger');
    const letter = await writeLetter(escrow, stranger, makeWallet().address);
    expect(await codeOf(escrow, stranger, savePayload(letter))).toBe('NOT_REGISTERED');
    await register(escrow, stranger);
    expect(await codeOf(escrow, stranger, savePayload(letter))).toBe('SUCCESS');
  });

  it('again is answered with the stored result, whatever changed since', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const letter = await writeLetter(escrow, alice, wallet.address);
    const first = await ask(escrow, alice, savePayload(letter));
    // Sealed once more, as after a crash before the answer came: other bytes, the same words.
    const { inner, record } = letter;
    const { answer } = await ask<'RESOLVE_ADDRESS'>(escrow, alice, {
      type: 'RESOLVE_ADDRESS',
      address: wallet.address,
      chain_id: CHAIN_ID,
    });
    const epoch = { kid: answer.epoch?.kid ?? '', publicKey: answer.epoch?.public_key ?? '' };
    const resealed = await sealHeld(inner, { receiver: wallet.address, notAfter: record.not_after, epoch });
    expect(await ask(escrow, alice, savePayload(resealed))).toEqual(first);
    await bind(escrow, bob, wallet);
    expect(await ask(escrow, alice, savePayload(letter))).toEqual(first);
    await takeOver(escrow, bob);
    expect(await ask(escrow, alice, savePayload(letter))).toEqual(first);
    expect(
      await codeOf(escrow, alice, savePayload(await writeLetter(escrow, alice, makeWallet().address))),
    ).toBe('SUCCESS');
  });

  it('of other words under a known id is a conflict', async () => {
    const { address } = makeWallet();
    const letter = await leaveLetter(escrow, alice, address);
    const other = await writeLetter(escrow, alice, address, { id: letter.record.id });
    expect(await codeOf(escrow, alice, savePayload(other))).toBe('ID_CONFLICT');
    const bob = await newcomer(escrow, 'bob');
    const bobs = await writeLetter(escrow, bob, address, { id: letter.record.id });
    expect(await codeOf(escrow, bob, savePayload(bobs))).toBe('SUCCESS');
  });

  it('B-15 is refused from the first binding on: the recipient is ready', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const late = await writeLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    expect(await codeOf(escrow, alice, savePayload(late))).toBe('RECIPIENT_READY');
  });

  it('B-17 is refused beyond so many for one sender and one recipient, and so many for one recipient', async () => {
    const { address } = makeWallet();
    const senders = [alice, await newcomer(escrow, 'second'), await newcomer(escrow, 'third')];
    const codes: string[] = [];
    for (const sender of senders) {
      for (let n = 0; n <= PER_PAIR; n++) {
        codes.push(await codeOf(escrow, sender, savePayload(await writeLetter(escrow, sender, address))));
      }
    }
    const full = Array(4).fill('QUOTA_EXCEEDED');
    expect(codes).toEqual([
      ...['SUCCESS', 'SUCCESS', 'SUCCESS', 'QUOTA_EXCEEDED'],
      ...['SUCCESS', 'SUCCESS', 'QUOTA_EXCEEDED', 'QUOTA_EXCEEDED'],
      ...full,
    ]);
  });

  it('B-17 withdrawing makes room', async () => {
    const { address } = makeWallet();
    const left = [];
    for (let n = 0; n < PER_PAIR; n++) left.push(await leaveLetter(escrow, alice, address));
    const id = left[0]?.record.id ?? '';
    expect(await ask(escrow, alice, { type: 'WITHDRAW_HELD_MESSAGE', id })).toEqual({ state: 'WITHDRAWN' });
    await leaveLetter(escrow, alice, address);
  });

  it('B-24 is receipted with the escrow’s time, whatever the sender says', async () => {
    const letter = await writeLetter(escrow, alice, makeWallet().address, { timestamp: nowSeconds() - 5000 });
    const before = nowSeconds();
    const { receipt, signature } = await ask<'SAVE_HELD_MESSAGE'>(escrow, alice, savePayload(letter));
    expect(receipt.received_at).toBeGreaterThanOrEqual(before);
    await expect(
      verifySaveReceipt({ ...receipt, received_at: 0 }, signature, alice.signer.publicKey),
    ).rejects.toThrow();
  });

  it('is refused when the record is not of the caller, not in time, or not to be handed over', async () => {
    const { address } = makeWallet();
    const bob = await newcomer(escrow, 'bob');
    const bobs = savePayload(await writeLetter(escrow, bob, address));
    expect(await codeOf(escrow, alice, bobs)).toBe('INVALID_COMMAND');

    const future = await writeLetter(escrow, alice, address, { timestamp: nowSeconds() + 1000 });
    expect(await codeOf(escrow, alice, savePayload(future))).toBe('INVALID_COMMAND');
    const past = await writeLetter(escrow, alice, address, {
      timestamp: nowSeconds() - 100,
      notAfter: nowSeconds() - 10,
    });
    expect(await codeOf(escrow, alice, savePayload(past))).toBe('INVALID_COMMAND');

    const letter = await writeLetter(escrow, alice, address);
    const good = savePayload(letter);
    const [share] = letter.shares;
    if (!share) throw new Error('no share');
    const kid = `nobody.${CHAIN_ID}`;
    const wrong = [
      { ...good, shares: [share, share] },
      { ...good, threshold: 2 },
      { ...good, shares: [{ ...share, kid: 'nonsense' }] },
      { ...good, shares: [{ ...share, ciphertext: 'A'.repeat(80) }] },
      // Retargeted: a share is opened with the key of the row's own receiver only (B-06).
      { ...good, record: { ...good.record, receiver: makeWallet().address } },
      { ...good, record: { ...good.record, commitment: 'ab'.repeat(32) } },
    ];
    for (const payload of wrong) expect(await codeOf(escrow, alice, payload)).toBe('INVALID_COMMAND');
    expect(await codeOf(escrow, alice, { ...good, shares: [{ ...share, kid }] })).toBe('NOT_FOUND');
    expect(await codeOf(escrow, alice, good)).toBe('SUCCESS');
  });

  it('T-67 is refused with a share whose ephemeral is of low order', async () => {
    const good = savePayload(await writeLetter(escrow, alice, makeWallet().address));
    const epk = encodeAgreementKey(new Uint8Array(32));
    const low = { ...good, shares: good.shares.map((share) => ({ ...share, epk })) };
    await expect(codeOf(escrow, alice, low)).rejects.toThrow();
    expect((await post(escrow, { payload: low })).status).toBe(400);
  });
});

describe('rows', () => {
  it('are reachable by the key that saved them, also after its mediator changed, and by nobody else', async () => {
    const signing = crypto.getRandomValues(new Uint8Array(32));
    const dora = makeIdentity(escrow.did, 'dora', signing);
    await register(escrow, dora);
    const letter = await leaveLetter(escrow, dora, makeWallet().address);
    const moved = makeIdentity('did:web:new.example', 'dora', signing);
    expect(await fetchSent(escrow, moved)).toHaveLength(1);
    const { id } = letter.record;
    const mallory = await newcomer(escrow, 'mallory');
    expect(await fetchSent(escrow, mallory)).toEqual([]);
    const withdraw = { type: 'WITHDRAW_HELD_MESSAGE' as const, id };
    expect(await codeOf(escrow, mallory, withdraw)).toBe('NOT_FOUND');
    const confirm = { type: 'CONFIRM_HELD_MESSAGES' as const, items: [{ id, ok: true }] };
    expect(await ask(escrow, mallory, confirm)).toEqual({ items: [] });
    expect(await ask(escrow, moved, withdraw)).toEqual({ state: 'WITHDRAWN' });
  });

  it('are not reachable by the DID of a binding on another chain', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet, { chainId: 1 });
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    await bind(escrow, bob, wallet);
    expect(await fetchHeld(escrow, bob)).toHaveLength(1);
  });

  it('come page by page, and a cursor is good for its own query only', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    for (let n = 0; n < PER_PAIR; n++) await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    expect(await fetchHeld(escrow, bob, 1)).toHaveLength(PER_PAIR);
    const page = await ask<'QUERY_HELD_MESSAGES'>(escrow, bob, { type: 'QUERY_HELD_MESSAGES', limit: 1 });
    const cursor = page.next_cursor;
    expect(await codeOf(escrow, bob, { type: 'QUERY_SENT_HELD_MESSAGES', cursor })).toBe('INVALID_COMMAND');
    expect((await fetchSent(escrow, alice, 2)).length).toBeGreaterThanOrEqual(PER_PAIR);
  });
});

describe('encrypting anew', () => {
  async function served() {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const letter = await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    const [row] = await fetchHeld(escrow, bob);
    if (!row) throw new Error('nothing was served');
    return { bob, wallet, letter, row, item: await rekeyItem(row, bob) };
  }
  const rekey = (...items: Awaited<ReturnType<typeof rekeyItem>>[]) => ({
    type: 'REKEY_HELD_MESSAGES' as const,
    items,
  });

  it('happens once: again, even with another encryption, is answered with the first receipt', async () => {
    const { bob, row, item } = await served();
    const first = await ask<'REKEY_HELD_MESSAGES'>(escrow, bob, rekey(item));
    expect(first.items[0]?.deletion_receipt).toMatchObject({ new_cid: item.receipt.new_cid });
    const other = await rekeyItem(row, bob);
    expect(other.receipt.new_cid).not.toBe(item.receipt.new_cid);
    expect(await ask(escrow, bob, rekey(other))).toEqual(first);
    expect(await ask(escrow, bob, rekey(item, other))).toEqual({ items: [...first.items, ...first.items] });
    const listed = await inDatabase(escrow, (tx) =>
      tx.selectFrom('listed_cids').select('cid').where('room_id', '=', item.record.room_id).execute(),
    );
    expect(listed.map(({ cid }) => cid).sort()).toEqual([item.receipt.old_cid, item.receipt.new_cid].sort());
  });

  it('is refused with a receipt that is not of the caller or not of the record', async () => {
    const { bob, item } = await served();
    const mallory = await newcomer(escrow, 'mallory');
    const byMallory = { ...item, signature: await signHandOverReceipt(item.receipt, mallory.signer) };
    expect(await codeOf(escrow, bob, rekey(byMallory))).toBe('INVALID_SIGNATURE');
    const otherCid = { ...item, receipt: { ...item.receipt, new_cid: item.receipt.old_cid } };
    expect(await codeOf(escrow, bob, rekey(otherCid))).toBe('INVALID_COMMAND');
    const otherId = { ...item, receipt: { ...item.receipt, id: 'other' } };
    expect(await codeOf(escrow, bob, rekey(otherId))).toBe('INVALID_COMMAND');
  });

  it('of somebody else’s message changes nothing, with a receipt of one’s own', async () => {
    const { bob, letter, item } = await served();
    const mallory = await newcomer(escrow, 'mallory');
    await bind(escrow, mallory, makeWallet());
    const own = { ...item, signature: await signHandOverReceipt(item.receipt, mallory.signer) };
    expect(await ask(escrow, mallory, rekey(own))).toEqual({ items: [] });
    const sent = (await fetchSent(escrow, alice)).find(({ id }) => id === letter.record.id);
    expect(sent?.state).toBe('REWRAPPED');
    expect((await ask<'REKEY_HELD_MESSAGES'>(escrow, bob, rekey(item))).items).toHaveLength(1);
  });

  it('to a room or words of another commitment changes nothing', async () => {
    const { bob, letter, row, item } = await served();
    const { v: _v, room_id: _room, signature: _signature, ...fields } = letter.inner;
    const inner = await signInner(
      { ...fields, from_did: bob.did, content: { type: 'chat.message', body: '"other words"' } },
      bob.signer,
    );
    const key = await pairKey(bob.preKey, parseDid(alice.did).preKey, inner.room_id);
    const handed = await sealHanded(inner, letter.record, key);
    const receipt = {
      ...item.receipt,
      new_cid: handed.cid,
      commitment: handed.record.commitment,
    };
    const changed = {
      record: handed.record,
      receipt,
      signature: await signHandOverReceipt(receipt, bob.signer),
    };
    expect(await ask(escrow, bob, rekey(changed))).toEqual({ items: [] });
    expect(recordCid(row.record as object)).toBe(letter.cid);
  });

  it('is disputed by a sender whose words they are not, and stays so', async () => {
    const { bob, letter, item } = await served();
    await ask(escrow, bob, rekey(item));
    const { id } = letter.record;
    const confirm = (ok: boolean) => ({ type: 'CONFIRM_HELD_MESSAGES' as const, items: [{ id, ok }] });
    expect(await ask(escrow, alice, confirm(false))).toEqual({ items: [{ id, state: 'DISPUTED' }] });
    expect(await ask(escrow, alice, confirm(true))).toEqual({ items: [{ id, state: 'DISPUTED' }] });
  });

  it('is not confirmed before it happened, and not withdrawn once served', async () => {
    const { letter } = await served();
    const { id } = letter.record;
    expect(await ask(escrow, alice, { type: 'CONFIRM_HELD_MESSAGES', items: [{ id, ok: true }] })).toEqual({
      items: [{ id, state: 'REWRAPPED' }],
    });
    expect(await ask(escrow, alice, { type: 'WITHDRAW_HELD_MESSAGE', id })).toEqual({ state: 'REWRAPPED' });
  });
});

describe('every command of the escrow', () => {
  it('is addressed to the escrow itself', async () => {
    const bob = await newcomer(escrow, 'bob');
    for (const payload of Object.values(await heldPayloads())) {
      expect(await codeOf(escrow, alice, payload, bob.did), payload.type).toBe('RECIPIENT_NOT_REGISTERED');
      expect(Object.keys(PAYLOADS)).toContain(payload.type);
    }
  });

  it('is refused to nobody but a stranger who asks too often', async () => {
    const strict = await startMediator({ env: { ESCROW: '1' }, limits: { unauthenticated_per_minute: 3 } });
    try {
      const stranger = makeIdentity('did:web:elsewhere.example', 'stranger');
      const payload = { type: 'RESOLVE_ADDRESS' as const, address: makeWallet().address, chain_id: CHAIN_ID };
      const codes: string[] = [];
      for (let n = 0; n < 5; n++) codes.push(await codeOf(strict, stranger, payload));
      expect(codes).toContain('RATE_LIMITED');
      expect(codes[0]).toBe('SUCCESS');
      expect(await prepareBinding(escrow, stranger, makeWallet())).toBeDefined();
    } finally {
      await strict.stop();
    }
  });
});
