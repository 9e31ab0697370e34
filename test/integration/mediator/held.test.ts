import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { verifyBindingStatement } from '../../../lib/protocol/binding.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { openHanded, pairKey, parseHandedRecord } from '../../../lib/protocol/handed-record.ts';
import {
  verifyDeletionReceipt,
  verifyHandOverReceipt,
  verifySaveReceipt,
} from '../../../lib/protocol/held-receipts.ts';
import { recordCid } from '../../../lib/protocol/held-record.ts';
import { parseMediatorDocument } from '../../../lib/protocol/mediator-document.ts';
import { verifyResolution } from '../../../lib/protocol/resolved-address.ts';
import {
  bind,
  CHAIN_ID,
  fetchHeld,
  fetchSent,
  makeWallet,
  resolve,
  savePayload,
  takeOver,
  writeLetter,
} from '../../support/held-personas.ts';
import { ask, newcomer, nowSeconds, type TestIdentity } from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

let escrow: RunningMediator;
let escrowKey: Uint8Array<ArrayBuffer>;
let alice: TestIdentity;

beforeAll(async () => {
  escrow = await startMediator({ env: { ESCROW: '1' } });
  const document = await (await fetch(`${escrow.url}/.well-known/did.json`)).json();
  escrowKey = parseMediatorDocument(document, escrow.did).signingKey;
  alice = await newcomer(escrow, 'alice');
});
afterAll(() => escrow.stop());

describe('a message to a wallet that has not set up yet', () => {
  it('goes through every state, to the words of its author', async () => {
    const wallet = makeWallet();
    const asked = { escrow: escrow.did, address: wallet.address, chainId: CHAIN_ID, now: nowSeconds() };
    const before = await resolve(escrow, alice, wallet.address);
    await verifyResolution(before.answer, before.signature, escrowKey, asked);
    expect(before.answer.binding).toBeNull();
    decodeAgreementKey(before.answer.epoch?.public_key ?? '');

    const letter = await writeLetter(escrow, alice, wallet.address);
    const saved = await ask<'SAVE_HELD_MESSAGE'>(escrow, alice, savePayload(letter));
    await verifySaveReceipt(saved.receipt, saved.signature, escrowKey);
    expect(saved.receipt).toMatchObject({ id: letter.record.id, cid: letter.cid });
    expect(await fetchSent(escrow, alice)).toEqual([
      { id: letter.record.id, state: 'HELD', cid: letter.cid },
    ]);

    const bob = await newcomer(escrow, 'bob');
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    expect(await bind(escrow, bob, wallet)).toBeLessThanOrEqual(nowSeconds());
    const after = await resolve(escrow, alice, wallet.address);
    await verifyResolution(after.answer, after.signature, escrowKey, { ...asked, now: nowSeconds() });
    expect(after.answer).toMatchObject({ binding: { did: bob.did }, epoch: null });

    const [row] = await fetchHeld(escrow, bob);
    expect(row).toMatchObject({ id: letter.record.id, state: 'REWRAPPED' });
    expect((await fetchSent(escrow, alice))[0]?.state).toBe('REWRAPPED');
    const [done] = await takeOver(escrow, bob);
    if (!done) throw new Error('nothing was taken over');
    await verifyDeletionReceipt(done.deletion_receipt, done.signature, escrowKey);
    expect(await fetchHeld(escrow, bob)).toEqual([]);

    const [sent] = await fetchSent(escrow, alice);
    expect(sent).toMatchObject({ state: 'REKEYED', cid: letter.cid, chain_id: CHAIN_ID });
    const record = parseHandedRecord(sent?.new_record);
    const receipt = sent?.receipt as never as Parameters<typeof verifyHandOverReceipt>[0];
    await verifyHandOverReceipt(receipt, sent?.receipt_signature ?? '', bob.signer.publicKey);
    expect(receipt).toMatchObject({ old_cid: letter.cid, commitment: letter.commitment });
    expect(recordCid(record)).toBe(receipt.new_cid);
    const bound = {
      binding: sent?.binding as never,
      chainId: CHAIN_ID,
      walletSignature: sent?.wallet_signature ?? '',
    };
    expect((await verifyBindingStatement(bound, sent?.did_signature ?? '')).did).toBe(bob.did);
    const key = await pairKey(alice.preKey, parseDid(bob.did).preKey, letter.inner.room_id);
    expect((await openHanded(record, key)).inner).toEqual(letter.inner);

    const confirm = { type: 'CONFIRM_HELD_MESSAGES' as const, items: [{ id: letter.record.id, ok: true }] };
    expect(await ask(escrow, alice, confirm)).toEqual({
      items: [{ id: letter.record.id, state: 'CONFIRMED' }],
    });
    expect(await ask(escrow, alice, confirm)).toEqual({
      items: [{ id: letter.record.id, state: 'CONFIRMED' }],
    });
  });
});
