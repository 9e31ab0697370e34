import { beforeAll, describe, expect, it } from 'vitest';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import {
  type BoundWallet,
  bindingTypedData,
  parseBinding,
  revocationTypedData,
  signBindingStatement,
  signSuccession,
  verifyBindingStatement,
  verifySuccession,
} from '../../../lib/protocol/binding.ts';
import { formatDid } from '../../../lib/protocol/did.ts';
import {
  type DeletionReceipt,
  signDeletionReceipt,
  signHandOverReceipt,
  signSaveReceipt,
  verifyDeletionReceipt,
  verifyHandOverReceipt,
  verifySaveReceipt,
} from '../../../lib/protocol/held-receipts.ts';
import { verifyInner } from '../../../lib/protocol/inner-message.ts';
import { signMoved } from '../../../lib/protocol/moved-statement.ts';
import {
  type ResolvedAddress,
  signResolution,
  verifyResolution,
} from '../../../lib/protocol/resolved-address.ts';
import { alice, bob, carol, MEDIATOR_DID, party } from './check-identities.ts';
import { ADDRESS, binding, bound, handedOver, NOW, resolutions, signedInner } from './held-samples.ts';

const refusal = (reason?: string) =>
  expect.objectContaining({ name: 'ProtocolError', ...(reason ? { reason } : {}) });
const escrow = party('escrow', 20);
const asked = { escrow: MEDIATOR_DID, address: ADDRESS, chainId: 137, now: NOW };

describe('a binding', () => {
  it('is what EIP-712 signs, member by member', () => {
    const { types, message, domain } = bindingTypedData(binding, 137);
    expect(types.Binding.map(({ name }) => name)).toEqual(Object.keys(binding));
    expect(Object.keys(message)).toEqual(Object.keys(binding));
    expect(domain).toEqual({ name: 'Decentrl Address Binding', version: '1', chainId: 137 });
  });

  it.each<[string, object]>([
    ['a checksummed wallet', { wallet: `0x${'B0'.repeat(20)}` }],
    ['an escrow that is no mediator', { escrow: bob.did.did }],
    ['times turned round', { expiresAt: NOW }],
    ['a member more', { extra: 1 }],
    ['milliseconds', { issuedAt: NOW * 1000 }],
  ])('is refused with %s', (_, changes) => {
    expect(() => parseBinding({ ...binding, ...changes })).toThrow(refusal('binding'));
  });

  it('B-11 its statement is the DID’s own, over wallet, chain and signature', async () => {
    const signature = await signBindingStatement(bound, bob.signer);
    expect(await verifyBindingStatement(bound, signature)).toEqual(bob.did);
    await expect(signBindingStatement(bound, carol.signer)).rejects.toEqual(refusal('signer'));
    const changed: BoundWallet[] = [
      { ...bound, chainId: 1 },
      { ...bound, walletSignature: `0x${'22'.repeat(65)}` },
      { ...bound, binding: { ...binding, did: carol.did.did } },
      { ...bound, binding: { ...binding, nonce: 'nonce-of-the-escrow-2' } },
      { ...bound, binding: { ...binding, wallet: `0x${'b1'.repeat(20)}` } },
    ];
    for (const other of changed)
      await expect(verifyBindingStatement(other, signature)).rejects.toEqual(refusal('signature'));
  });

  it('B-13 is succeeded by the countersignature of the identity before, for this successor only', async () => {
    const signature = await signSuccession(bound, carol.did.did, carol.signer);
    expect(await verifySuccession(bound, carol.did.did, signature)).toEqual(carol.did);
    const other = { ...bound, binding: { ...binding, did: alice.did.did } };
    await expect(verifySuccession(other, carol.did.did, signature)).rejects.toEqual(refusal('signature'));
    await expect(verifySuccession(bound, alice.did.did, signature)).rejects.toEqual(refusal('signature'));
    await expect(signSuccession(bound, bob.did.did, bob.signer)).rejects.toEqual(refusal('binding'));
  });

  it('is taken back under a type of its own, nonce included', () => {
    const { primaryType, message } = revocationTypedData(binding, 137);
    expect(primaryType).toBe('Revocation');
    expect(message).toEqual({
      wallet: ADDRESS,
      did: bob.did.did,
      escrow: MEDIATOR_DID,
      nonce: binding.nonce,
    });
  });
});

describe('an escrow’s answer', () => {
  let answers: Awaited<ReturnType<typeof resolutions>>;
  beforeAll(async () => {
    answers = await resolutions();
  });
  const sign = (answer: ResolvedAddress) => signResolution(answer, escrow.signer);

  it('is verified for one question, and a minute', async () => {
    for (const answer of [answers.open, answers.bound]) {
      const signature = await sign(answer);
      const verify = (changes: Partial<typeof asked>, said = answer) =>
        verifyResolution(said, signature, escrow.did.signingKey, { ...asked, ...changes });
      await verify({});
      await verify({ now: NOW + 60 });
      await expect(verify({ now: NOW + 61 })).rejects.toEqual(refusal('stale'));
      await expect(verify({ now: NOW - 61 })).rejects.toEqual(refusal('stale'));
      await expect(verify({ chainId: 1 })).rejects.toEqual(refusal('resolution'));
      await expect(verify({ address: `0x${'b1'.repeat(20)}` })).rejects.toEqual(refusal('resolution'));
      await expect(verify({ escrow: 'did:web:other.example' })).rejects.toEqual(refusal('resolution'));
      await expect(verify({}, { ...answer, at: NOW + 1 })).rejects.toEqual(refusal('signature'));
      await expect(verifyResolution(answer, signature, carol.did.signingKey, asked)).rejects.toEqual(
        refusal('signature'),
      );
    }
  });

  it('B-02 B-16 with another key or another DID in it is refused', async () => {
    const open = await sign(answers.open);
    const epoch = { kid: 'epoch-1', public_key: carol.ephemeralMultibase };
    await expect(
      verifyResolution({ ...answers.open, epoch }, open, escrow.did.signingKey, asked),
    ).rejects.toEqual(refusal('signature'));
    const bobs = await sign(answers.bound);
    const other = { ...answers.bound, binding: { ...binding, did: carol.did.did } };
    await expect(verifyResolution(other, bobs, escrow.did.signingKey, asked)).rejects.toEqual(
      refusal('signature'),
    );
  });

  it('T-67 is not made with an epoch key of low order', async () => {
    const epoch = { kid: 'epoch-1', public_key: encodeAgreementKey(new Uint8Array(32)) };
    await expect(sign({ ...answers.open, epoch })).rejects.toEqual(refusal('resolution'));
  });

  it('says one thing: a binding with both signatures, or a key, or neither', async () => {
    const { open, bound: taken } = answers;
    const newDid = formatDid({ ...alice.did, mediatorDid: 'did:web:new.example' });
    const moved = await signMoved({ oldDid: alice.did.did, newDid, timestamp: NOW }, alice.signer);
    const wrong: ResolvedAddress[] = [
      { ...taken, epoch: open.epoch },
      { ...taken, wallet_signature: null },
      { ...taken, did_signature: null },
      { ...taken, moved },
      { ...taken, previous_did: alice.did.did },
      { ...taken, binding: { ...binding, wallet: `0x${'b1'.repeat(20)}` } },
      { ...taken, binding: { ...binding, escrow: 'did:web:other.example' } },
      { ...open, did_signature: taken.did_signature },
      { ...open, moved },
    ];
    for (const answer of wrong) await expect(sign(answer)).rejects.toEqual(refusal('resolution'));
    await expect(sign({ ...open, epoch: null })).resolves.toBeTypeOf('string');
  });
});

describe('T-69 T-25 the statements of a hand-over', () => {
  it('are none of each other, whoever signs them', async () => {
    const { receipt, sealed, handed } = await handedOver();
    const save = { id: receipt.id, cid: sealed.cid, received_at: NOW };
    const deletion: DeletionReceipt = {
      id: receipt.id,
      old_cid: sealed.cid,
      new_cid: handed.cid,
      deleted_at: NOW,
    };
    const { open } = await resolutions();
    const one = bob;
    const signatures = {
      save: await signSaveReceipt(save, one.signer),
      handOver: await signHandOverReceipt(receipt, one.signer),
      deletion: await signDeletionReceipt(deletion, one.signer),
      resolution: await signResolution(open, one.signer),
      binding: await signBindingStatement(bound, one.signer),
      inner: (await signedInner()).signature,
    };
    const key = one.did.signingKey;
    const verifiers: Record<string, (signature: string) => Promise<unknown>> = {
      save: (signature) => verifySaveReceipt(save, signature, key),
      handOver: (signature) => verifyHandOverReceipt(receipt, signature, key),
      deletion: (signature) => verifyDeletionReceipt(deletion, signature, key),
      resolution: (signature) => verifyResolution(open, signature, key, asked),
      binding: (signature) => verifyBindingStatement(bound, signature),
      inner: async (signature) => verifyInner({ ...(await signedInner()), signature }),
    };
    for (const [name, verify] of Object.entries(verifiers)) {
      for (const [other, signature] of Object.entries(signatures)) {
        if (other === name) await verify(signature);
        else await expect(verify(signature), `${other} as ${name}`).rejects.toEqual(refusal('signature'));
      }
    }
  });

  it('are refused with a member more, and for a CID that is not one of ours', async () => {
    const { receipt } = await handedOver();
    const more = { ...receipt, extra: 1 };
    await expect(signHandOverReceipt(more, bob.signer)).rejects.toEqual(refusal('hand-over-receipt'));
    const other = { ...receipt, new_cid: 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG' };
    await expect(signHandOverReceipt(other, bob.signer)).rejects.toEqual(refusal('hand-over-receipt'));
  });
});
