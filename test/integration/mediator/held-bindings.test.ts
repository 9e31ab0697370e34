import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64urlEncode } from '../../../lib/crypto/base64url.ts';
import { randomBytes } from '../../../lib/crypto/bytes.ts';
import { revocationTypedData, verifySuccession } from '../../../lib/protocol/binding.ts';
import { formatDid, parseDid } from '../../../lib/protocol/did.ts';
import { signMoved } from '../../../lib/protocol/moved-statement.ts';
import { verifyBinding } from '../../../lib/wallet-proof/verify-binding.ts';
import {
  bind,
  CHAIN_ID,
  fetchHeld,
  leaveLetter,
  makeWallet,
  prepareBinding,
  rekeyItem,
  resolve,
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
  type TestIdentity,
} from '../../support/mediator-client.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

const WAIT_SECONDS = 3;
let escrow: RunningMediator;
let alice: TestIdentity;

beforeAll(async () => {
  const limits = {
    unauthenticated_per_minute: 100_000,
    changed_binding_seconds: WAIT_SECONDS,
    held_sweep_ms: 200,
  };
  escrow = await startMediator({ env: { ESCROW: '1' }, limits });
  alice = await newcomer(escrow, 'alice');
});
afterAll(() => escrow.stop());

const noChains = { chains: [], call: async () => null };
const place = (address: string) => ({ address, chain_id: CHAIN_ID });

describe('a binding', () => {
  it('is answered with everything that lets anybody verify it (B-16)', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    await bind(escrow, bob, wallet);
    const { answer } = await resolve(escrow, alice, wallet.address);
    if (!answer.binding || !answer.wallet_signature) throw new Error('nobody is bound');
    const bound = { binding: answer.binding, chainId: CHAIN_ID, walletSignature: answer.wallet_signature };
    expect(await verifyBinding(bound, noChains)).toEqual({ kind: 'account' });
    expect(answer.binding).toMatchObject({ did: bob.did, escrow: escrow.did, wallet: wallet.address });
  });

  it('may be made by an identity of another mediator, and again without effect', async () => {
    const elsewhere = makeIdentity('did:web:elsewhere.example', 'bob');
    const payload = await prepareBinding(escrow, elsewhere, makeWallet());
    const first = await ask(escrow, elsewhere, payload);
    expect(await ask(escrow, elsewhere, payload)).toEqual(first);
  });

  it('may be one of several wallets of an identity', async () => {
    const bob = await newcomer(escrow, 'bob');
    const wallets = [makeWallet(), makeWallet()];
    const left = [];
    for (const { address } of wallets) left.push(await leaveLetter(escrow, alice, address));
    for (const wallet of wallets) await bind(escrow, bob, wallet);
    const rows = await fetchHeld(escrow, bob);
    expect(rows.map(({ id }) => id).sort()).toEqual(left.map(({ record }) => record.id).sort());
  });

  it('B-11 is refused when somebody else’s wallet signed, for this or another address', async () => {
    const mallory = await newcomer(escrow, 'mallory');
    const [victim, own] = [makeWallet(), makeWallet()];
    const payload = await prepareBinding(escrow, mallory, victim, { signedBy: own });
    expect(await codeOf(escrow, mallory, payload)).toBe('INVALID_COMMAND');
    expect((await resolve(escrow, alice, victim.address)).answer.binding).toBeNull();
  });

  it('B-11 is refused with a signature over another domain, escrow, chain, address or times', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const good = await prepareBinding(escrow, bob, wallet);
    const onOther = await prepareBinding(escrow, bob, wallet, { chainId: 1 });
    const otherChain = { ...good, wallet_signature: onOther.wallet_signature };
    const wrong = [
      otherChain,
      { ...good, chain_id: 1 },
      await prepareBinding(escrow, bob, wallet, { binding: { escrow: 'did:web:other.example' } }),
      await prepareBinding(escrow, bob, wallet, { binding: { issuedAt: nowSeconds() - 60 } }),
      await prepareBinding(escrow, bob, wallet, { binding: { expiresAt: nowSeconds() + 60 } }),
    ];
    for (const payload of wrong) {
      expect(['INVALID_COMMAND', 'INVALID_SIGNATURE']).toContain(await codeOf(escrow, bob, payload));
    }
    const unknown = await prepareBinding(escrow, bob, wallet, {
      binding: { nonce: base64urlEncode(randomBytes(16)) },
    });
    expect(await codeOf(escrow, bob, unknown)).toBe('NONCE_REUSED');
    expect((await resolve(escrow, alice, wallet.address)).answer.binding).toBeNull();
    expect(await codeOf(escrow, bob, good)).toBe('SUCCESS');
  });

  it('B-11 a nonce is for one DID, and good once', async () => {
    const [bob, mallory, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'mallory'),
      makeWallet(),
    ];
    const bobs = await prepareBinding(escrow, bob, wallet);
    expect(await codeOf(escrow, mallory, bobs)).toBe('INVALID_COMMAND');
    const stolen = await prepareBinding(escrow, mallory, wallet, { binding: { nonce: bobs.binding.nonce } });
    expect(await codeOf(escrow, mallory, stolen)).toBe('INVALID_COMMAND');
    expect(await codeOf(escrow, bob, bobs)).toBe('SUCCESS');
    const { nonce, expiresAt } = bobs.binding;
    const again = await prepareBinding(escrow, bob, wallet, { binding: { nonce, expiresAt: expiresAt + 1 } });
    expect(await codeOf(escrow, bob, again)).toBe('NONCE_REUSED');
  });

  it('T-67 is refused with a DID whose pre-key is of low order', async () => {
    const bob = await newcomer(escrow, 'bob');
    const payload = await prepareBinding(escrow, bob, makeWallet());
    const low = bob.did.replace(/z6LS[^:]+/, 'z6LSbuTKFsQmNfdWwkMTBmHyVAbGYJVxqFmPrPtkPRHh7FPp');
    const binding = { ...payload.binding, did: low };
    expect(['INVALID_COMMAND', 'DID_RESOLUTION_FAILED']).toContain(
      await codeOf(escrow, bob, { ...payload, binding }),
    );
  });

  it('is renewed by the same identity at once', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    await bind(escrow, bob, wallet);
    expect(await bind(escrow, bob, wallet)).toBeLessThanOrEqual(nowSeconds());
  });

  it('expired in ten minutes, a nonce binds nobody', async () => {
    const hasty = await startMediator({
      env: { ESCROW: '1' },
      limits: { unauthenticated_per_minute: 100_000, binding_nonce_seconds: 1, held_sweep_ms: 3_600_000 },
    });
    try {
      const bob = await newcomer(hasty, 'bob');
      const payload = await prepareBinding(hasty, bob, makeWallet());
      await waitUntil('the nonce is too old', () => nowSeconds() > payload.binding.issuedAt + 1);
      expect(await codeOf(hasty, bob, payload)).toBe('TIMESTAMP_OUT_OF_RANGE');
    } finally {
      await hasty.stop();
    }
  });
});

describe('a changed binding', () => {
  it('B-13 of two claims one holds, and the other waits', async () => {
    const wallet = makeWallet();
    const claimants = [await newcomer(escrow, 'bob'), await newcomer(escrow, 'carol')];
    const payloads = await Promise.all(claimants.map((who) => prepareBinding(escrow, who, wallet)));
    const answers = await Promise.all(
      payloads.map((payload, at) =>
        ask<'REGISTER_ADDRESS_BINDING'>(escrow, claimants[at] as TestIdentity, payload),
      ),
    );
    const now = nowSeconds();
    expect(answers.filter(({ effective_at }) => effective_at <= now)).toHaveLength(1);
    expect(answers.filter(({ effective_at }) => effective_at > now)).toHaveLength(1);
  });

  it('B-13 waits: while it does the address is handed over to neither, then to the new one', async () => {
    const [bob, mallory, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'mallory'),
      makeWallet(),
    ];
    const letter = await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    const effective = await bind(escrow, mallory, wallet);
    expect(effective).toBeGreaterThanOrEqual(nowSeconds() + WAIT_SECONDS - 1);
    expect((await resolve(escrow, alice, wallet.address)).answer).toMatchObject({
      binding: null,
      epoch: null,
    });
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    expect(await fetchHeld(escrow, mallory)).toEqual([]);
    await waitUntil('the change takes effect', () => nowSeconds() > effective);
    const { answer } = await resolve(escrow, alice, wallet.address);
    expect(answer).toMatchObject({ binding: { did: mallory.did }, previous_did: null });
    expect(await fetchHeld(escrow, bob)).toEqual([]);
    expect((await fetchHeld(escrow, mallory)).map(({ id }) => id)).toEqual([letter.record.id]);
  });

  it('what was rewrapped for the old one returns, and is encrypted anew by the new one only', async () => {
    const [bob, carol, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'carol'),
      makeWallet(),
    ];
    await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    const [served] = await fetchHeld(escrow, bob);
    if (!served) throw new Error('nothing was served');
    const late = await rekeyItem(served, bob);
    await bind(escrow, carol, wallet, { previous: bob });
    expect(await ask(escrow, bob, { type: 'REKEY_HELD_MESSAGES', items: [late] })).toEqual({ items: [] });
    expect(await takeOver(escrow, carol)).toHaveLength(1);
  });

  it('B-13 takes effect at once with the countersignature, which peers get too', async () => {
    const [bob, carol, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'carol'),
      makeWallet(),
    ];
    await bind(escrow, bob, wallet);
    expect(await bind(escrow, carol, wallet, { previous: bob })).toBeLessThanOrEqual(nowSeconds());
    const { answer } = await resolve(escrow, alice, wallet.address);
    if (!answer.binding || !answer.wallet_signature) throw new Error('nobody is bound');
    const bound = { binding: answer.binding, chainId: CHAIN_ID, walletSignature: answer.wallet_signature };
    const previous = await verifySuccession(
      bound,
      answer.previous_did ?? '',
      answer.previous_signature ?? '',
    );
    expect(previous.did).toBe(bob.did);
  });

  it('B-13 waits all the same with the countersignature of anybody else', async () => {
    const [bob, mallory, friend, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'mallory'),
      await newcomer(escrow, 'friend'),
      makeWallet(),
    ];
    await bind(escrow, bob, wallet);
    expect(await bind(escrow, mallory, wallet, { previous: friend })).toBeGreaterThan(nowSeconds());
    const forged = await prepareBinding(escrow, mallory, wallet, { previous: bob });
    const by = { ...forged, previous_signature: forged.did_signature };
    expect(await codeOf(escrow, mallory, by)).toBe('INVALID_SIGNATURE');
  });
});

describe('a revoked binding', () => {
  it('is ended by its DID, again without effect, and by nobody else', async () => {
    const [bob, mallory, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'mallory'),
      makeWallet(),
    ];
    const payload = { type: 'REVOKE_ADDRESS_BINDING' as const, ...place(wallet.address) };
    expect(await codeOf(escrow, bob, payload)).toBe('NOT_FOUND');
    await bind(escrow, bob, wallet);
    expect(await codeOf(escrow, mallory, payload)).toBe('NOT_FOUND');
    expect(await codeOf(escrow, bob, payload)).toBe('SUCCESS');
    expect(await codeOf(escrow, bob, payload)).toBe('SUCCESS');
    expect((await resolve(escrow, alice, wallet.address)).answer).toMatchObject({
      binding: null,
      epoch: null,
    });
  });

  it('is ended by its wallet, whose signature says nothing about the next binding', async () => {
    const [bob, courier, wallet] = [
      await newcomer(escrow, 'bob'),
      await newcomer(escrow, 'courier'),
      makeWallet(),
    ];
    await bind(escrow, bob, wallet);
    const { answer } = await resolve(escrow, alice, wallet.address);
    if (!answer.binding) throw new Error('nobody is bound');
    const wallet_signature = await wallet.sign(revocationTypedData(answer.binding, CHAIN_ID));
    const other = await makeWallet().sign(revocationTypedData(answer.binding, CHAIN_ID));
    const revoke = { type: 'REVOKE_ADDRESS_BINDING' as const, ...place(wallet.address) };
    expect(await codeOf(escrow, courier, { ...revoke, wallet_signature: other })).toBe('INVALID_SIGNATURE');
    expect(await codeOf(escrow, courier, { ...revoke, wallet_signature })).toBe('SUCCESS');
    await bind(escrow, bob, wallet);
    expect(await codeOf(escrow, courier, { ...revoke, wallet_signature })).toBe('INVALID_SIGNATURE');
    expect((await resolve(escrow, alice, wallet.address)).answer.binding?.did).toBe(bob.did);
  });

  it('leaves an address that is never held for again', async () => {
    const [bob, wallet] = [await newcomer(escrow, 'bob'), makeWallet()];
    const late = await writeLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    await ask(escrow, bob, { type: 'REVOKE_ADDRESS_BINDING', ...place(wallet.address) });
    expect(await codeOf(escrow, alice, savePayload(late))).toBe('RECIPIENT_READY');
  });
});

describe('an identity that moved', () => {
  it('keeps its bindings and what waits; everybody is told where it went', async () => {
    const wallet = makeWallet();
    const bob = await newcomer(escrow, 'bob');
    await leaveLetter(escrow, alice, wallet.address);
    await bind(escrow, bob, wallet);
    const { alias, signingKey, preKey } = parseDid(bob.did);
    const newDid = formatDid({ alias, signingKey, preKey, mediatorDid: 'did:web:new.example' });
    const there = { ...bob, did: newDid };
    const moved = await signMoved({ oldDid: bob.did, newDid, timestamp: nowSeconds() }, bob.signer);
    const page = await ask<'QUERY_HELD_MESSAGES'>(escrow, there, { type: 'QUERY_HELD_MESSAGES', moved });
    expect(page.rows).toHaveLength(1);
    expect((await resolve(escrow, alice, wallet.address)).answer).toMatchObject({
      binding: { did: bob.did },
      moved,
    });
    expect(await takeOver(escrow, there)).toHaveLength(1);
  });

  it('is moved by nobody else’s statement, and to nobody else’s DID', async () => {
    const [bob, mallory] = [await newcomer(escrow, 'bob'), await newcomer(escrow, 'mallory')];
    const { alias, signingKey, preKey } = parseDid(bob.did);
    const newDid = formatDid({ alias, signingKey, preKey, mediatorDid: 'did:web:new.example' });
    const moved = await signMoved({ oldDid: bob.did, newDid, timestamp: nowSeconds() }, bob.signer);
    const payload = { type: 'QUERY_HELD_MESSAGES' as const, moved };
    expect(await codeOf(escrow, mallory, payload)).toBe('INVALID_COMMAND');
    const forged = { ...moved, timestamp: moved.timestamp + 1 };
    const there = { ...bob, did: newDid };
    expect(await codeOf(escrow, there, { ...payload, moved: forged })).toBe('INVALID_SIGNATURE');
  });
});
