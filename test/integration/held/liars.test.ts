import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatDid, parseDid } from '../../../lib/protocol/did.ts';
import { openHanded, pairKey, parseHandedRecord, sealHanded } from '../../../lib/protocol/handed-record.ts';
import { signHandOverReceipt } from '../../../lib/protocol/held-receipts.ts';
import {
  openHeld,
  openShare,
  parseHeldRecord,
  parseRewrappedShare,
  recordCid,
} from '../../../lib/protocol/held-record.ts';
import { sealJson } from '../../../lib/protocol/sealed-json.ts';
import { messages, pass, startEscrow } from '../../support/held-companions.ts';
import {
  bind,
  CHAIN_ID,
  fetchHeld,
  fetchSent,
  leaveLetter,
  makeWallet,
  rekeyItem,
  type TestWallet,
  takeOver,
} from '../../support/held-personas.ts';
import { ask, makeIdentity, newcomer, register, type TestIdentity } from '../../support/mediator-client.ts';
import { inDatabase } from '../../support/mediator-database.ts';
import { type NodeCompanion, nodeCompanion } from '../../support/node-companion.ts';
import { type RunningAnvil, startAnvil } from '../../support/start-anvil.ts';
import type { RunningMediator } from '../../support/start-mediator.ts';

/** A chain the escrow asks, and the sender only where the person added it. */
const OTHER_CHAIN = 10;
// Returns ERC-1271's magic value whatever it is asked.
const YES_CODE = `0x7f1626ba7e${'00'.repeat(28)}60005260206000f3`;

let anvil: RunningAnvil;
let escrow: RunningMediator;
let alice: NodeCompanion;
let bob: TestIdentity;
let wallet: TestWallet;
let sent = 0;

beforeAll(async () => {
  anvil = await startAnvil({ chainId: OTHER_CHAIN });
  escrow = await startEscrow({ env: { CHAINS: JSON.stringify({ [OTHER_CHAIN]: anvil.url }) } });
}, 60_000);
afterAll(async () => {
  await escrow?.stop();
  await anvil?.stop();
});
beforeEach(async () => {
  alice = await nodeCompanion();
  await alice.begin('Alice', escrow.did);
  bob = await newcomer(escrow, 'bob');
  wallet = makeWallet();
}, 60_000);
afterEach(() => alice.stop());

const write = async (text: string, to = wallet.address, chainId = CHAIN_ID) => {
  const idempotencyKey = `liar ${sent++}`;
  const given = await alice.popup('held_send', { to, chainId, text, allowHeld: true, idempotencyKey });
  await alice.drain();
  return given;
};
const stateAtEscrow = (id: string) =>
  inDatabase(escrow, async (tx) => {
    const row = tx.selectFrom('held_messages').select('state').where('id', '=', id);
    return (await row.executeTakeFirstOrThrow()).state;
  });
const onlyRow = async () => {
  const [row] = await fetchHeld(escrow, bob);
  if (row === undefined) throw new Error('nothing was handed over');
  return row;
};
const rekey = (item: Awaited<ReturnType<typeof rekeyItem>>) =>
  ask<'REKEY_HELD_MESSAGES'>(escrow, bob, { type: 'REKEY_HELD_MESSAGES', items: [item] });

describe('a recipient who lies to the sender', () => {
  it('B-05 B-07 changes the words under a receipt that is right: the sender disputes it, and keeps her own', async () => {
    const { messageId, conversationId } = await write('I owe you nothing');
    await bind(escrow, bob, wallet);
    const row = await onlyRow();
    const record = parseHeldRecord(row.record);
    const share = parseRewrappedShare(row.share);
    const { inner } = await openHeld(record, await openShare(share, bob.preKey, record.commitment));
    const key = await pairKey(bob.preKey, parseDid(inner.from_did).preKey, inner.room_id);
    const { record: handed } = await sealHanded(inner, record, key);
    const words = { ...inner.content, body: JSON.stringify({ content: 'I owe you everything' }) };
    const changed = { ...handed, messages: await sealJson({ ...inner, content: words }, key) };
    const receipt = {
      id: record.id,
      old_cid: recordCid(record),
      new_cid: recordCid(changed),
      commitment: record.commitment,
    };
    // The escrow cannot see into it, and has no reason to refuse.
    const signature = await signHandOverReceipt(receipt, bob.signer);
    expect((await rekey({ record: changed, receipt, signature })).items).toHaveLength(1);
    await pass(alice);
    expect(await messages(alice, conversationId)).toMatchObject([
      { text: 'I owe you nothing', state: 'disputed', reason: 'signature' },
    ]);
    expect(await stateAtEscrow(messageId)).toBe('DISPUTED');
  });

  it('B-07 gives the same words of another message in its place: disputed', async () => {
    const first = await write('yes');
    const second = await write('no');
    await bind(escrow, bob, wallet);
    const rows = await fetchHeld(escrow, bob);
    const [yes, no] = await Promise.all(rows.map((row) => rekeyItem(row, bob)));
    if (yes === undefined || no === undefined) throw new Error('nothing was handed over');
    const swapped = { ...yes.record, messages: no.record.messages };
    const receipt = { ...yes.receipt, new_cid: recordCid(swapped) };
    await rekey({ record: swapped, receipt, signature: await signHandOverReceipt(receipt, bob.signer) });
    await rekey(no);
    await pass(alice);
    expect(await stateAtEscrow(first.messageId)).toBe('DISPUTED');
    expect(await stateAtEscrow(second.messageId)).toBe('CONFIRMED');
  });
});

describe('B-12 a contract wallet of another chain', () => {
  const contractWallet = async (): Promise<TestWallet> => {
    const { address } = makeWallet();
    const owner = makeWallet();
    await anvil.rpc('anvil_setCode', address, YES_CODE);
    await anvil.mine(4);
    return { address, sign: owner.sign };
  };

  it('is nobody to a sender without that chain, and somebody once the person added it', async () => {
    const contract = await contractWallet();
    await bind(escrow, bob, contract, { chainId: OTHER_CHAIN });
    const question = { to: contract.address, chainId: OTHER_CHAIN };
    expect(await alice.popup('held_resolve', question)).toMatchObject({ delivery: 'unreachable' });
    await expect(write('no', contract.address, OTHER_CHAIN)).rejects.toMatchObject({ code: 4316 });
    await alice.popup('anchor_settingsSet', { settings: { chains: { [OTHER_CHAIN]: anvil.url } } });
    expect(await alice.popup('held_resolve', question)).toMatchObject({ delivery: 'e2ee' });
  });

  it('answers for its own chain only: what is held for the address on ours is not handed to it', async () => {
    const contract = await contractWallet();
    const { messageId } = await write('for whoever has it on Polygon', contract.address);
    await bind(escrow, bob, contract, { chainId: OTHER_CHAIN });
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    await pass(alice);
    expect(await stateAtEscrow(messageId)).toBe('HELD');
  });
});

describe('a message that expired', () => {
  it('is handed to nobody who comes later, and its sender is told', async () => {
    const { messageId, conversationId } = await write('too late');
    // As after thirty days.
    await inDatabase(escrow, (tx) =>
      tx.updateTable('held_messages').set({ not_after: 1 }).where('id', '=', messageId).execute(),
    );
    await bind(escrow, bob, wallet);
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    await pass(alice);
    expect(await messages(alice, conversationId)).toMatchObject([{ text: 'too late', state: 'expired' }]);
  });
});

describe('a sender who moved to another mediator', () => {
  it('still verifies and confirms what the recipient encrypted to the DID it had', async () => {
    const dora = makeIdentity(escrow.did, 'dora');
    await register(escrow, dora);
    const letter = await leaveLetter(escrow, dora, wallet.address);
    await bind(escrow, bob, wallet);
    const { alias, signingKey, preKey } = parseDid(dora.did);
    const newDid = formatDid({ alias, signingKey, preKey, mediatorDid: 'did:web:new.example' });
    const moved = { ...dora, did: newDid };
    expect(await takeOver(escrow, bob)).toHaveLength(1);
    const [row] = await fetchSent(escrow, moved);
    const key = await pairKey(moved.preKey, parseDid(bob.did).preKey, letter.inner.room_id);
    expect((await openHanded(parseHandedRecord(row?.new_record), key)).inner).toEqual(letter.inner);
    const confirm = { type: 'CONFIRM_HELD_MESSAGES' as const, items: [{ id: letter.record.id, ok: true }] };
    expect(await ask(escrow, moved, confirm)).toEqual({
      items: [{ id: letter.record.id, state: 'CONFIRMED' }],
    });
  });
});
