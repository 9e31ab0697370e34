import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import {
  type Contract,
  completeRequest,
  contractId,
  contractRequestKey,
  encryptRequest,
  isSameRequest,
  openRequest,
  rootKey,
  type SignedContract,
  signRequest,
  verifyRegistration,
  verifyRequestSignature,
  verifySignedContract,
} from '../../../lib/protocol/contract.ts';
import { sealJson } from '../../../lib/protocol/sealed-json.ts';
import { alice, bob, carol, MEDIATOR_DID, requestContract } from './check-identities.ts';

const NOW = 1_700_000_100;
const refusal = (reason?: string) =>
  expect.objectContaining({ name: 'ProtocolError', ...(reason ? { reason } : {}) });

let request: SignedContract;
let signed: SignedContract;

beforeAll(async () => {
  request = await signRequest({ contract: requestContract() }, alice.signer);
  signed = await completeRequest(request, { recipientEphemeral: bob.ephemeralMultibase, signer: bob.signer });
});

/** Another acceptable value of each field. */
const otherValues: { [K in keyof Contract]: Contract[K] } = {
  requestor_did: carol.did.did,
  recipient_did: carol.did.did,
  requestor_encryption_public_key: carol.ephemeralMultibase,
  recipient_encryption_public_key: carol.ephemeralMultibase,
  expires_at: 1_702_592_001,
  timestamp: 1_700_000_001,
};

describe('a contract', () => {
  it.each(Object.keys(otherValues) as (keyof Contract)[])('D-07 is refused with another %s', async (name) => {
    const changed = { ...signed, contract: { ...signed.contract, [name]: otherValues[name] } };
    await expect(verifySignedContract(changed)).rejects.toEqual(refusal('signature'));
    if (name !== 'recipient_encryption_public_key') {
      await expect(verifyRequestSignature(changed)).rejects.toEqual(refusal('signature'));
    }
  });

  it('D-07 is refused when the recipient changed a field and signed that', async () => {
    for (const name of ['expires_at', 'timestamp', 'requestor_encryption_public_key'] as const) {
      const contract = { ...request.contract, [name]: otherValues[name] };
      const forged = { ...request, contract };
      const completing = completeRequest(forged, {
        recipientEphemeral: bob.ephemeralMultibase,
        signer: bob.signer,
      });
      await expect(completing).rejects.toEqual(refusal('signature'));
    }
  });

  it('D-07 has a first signature that is not over the completed object', async () => {
    const swapped = { ...signed, requestor_signature: signed.recipient_signature ?? '' };
    await expect(verifySignedContract(swapped)).rejects.toEqual(refusal('signature'));
  });

  it('is refused without its second signature or key, or with a member more', async () => {
    for (const changed of [
      request,
      { ...signed, recipient_signature: null },
      { ...signed, contract: { ...signed.contract, recipient_encryption_public_key: null } },
    ]) {
      await expect(verifySignedContract(changed)).rejects.toEqual(refusal('incomplete'));
    }
    const more = { ...signed, contract: { ...signed.contract, cap: ['aad1'] } };
    await expect(verifySignedContract(more)).rejects.toEqual(refusal('contract'));
    await expect(verifySignedContract({ ...signed, note: 'x' } as SignedContract)).rejects.toEqual(
      refusal('contract'),
    );
  });

  it('is completed once, by the identity it names', async () => {
    await expect(
      completeRequest(signed, { recipientEphemeral: carol.ephemeralMultibase, signer: bob.signer }),
    ).rejects.toEqual(refusal('completed'));
    await expect(
      completeRequest(request, { recipientEphemeral: carol.ephemeralMultibase, signer: carol.signer }),
    ).rejects.toEqual(refusal('signer'));
    await expect(
      completeRequest(request, { recipientEphemeral: alice.ephemeralMultibase, signer: bob.signer }),
    ).rejects.toEqual(refusal('contract'));
  });

  it('is requested by its requestor only', async () => {
    await expect(signRequest({ contract: requestContract() }, bob.signer)).rejects.toEqual(refusal('signer'));
    await expect(signRequest({ contract: signed.contract }, alice.signer)).rejects.toEqual(
      refusal('contract'),
    );
  });

  it('D-21 has seconds, and a lifetime of 60 s to 400 days', async () => {
    const lasting = (seconds: number) =>
      signRequest({ contract: { ...requestContract(), expires_at: 1_700_000_000 + seconds } }, alice.signer);
    await expect(lasting(60)).resolves.toBeDefined();
    await expect(lasting(400 * 86_400)).resolves.toBeDefined();
    await expect(lasting(59)).rejects.toEqual(refusal('contract'));
    await expect(lasting(400 * 86_400 + 1)).rejects.toEqual(refusal('contract'));
    const inMilliseconds = {
      ...requestContract(),
      timestamp: 1_700_000_000_000,
      expires_at: 1_700_000_600_000,
    };
    await expect(signRequest({ contract: inMilliseconds }, alice.signer)).rejects.toEqual(
      refusal('contract'),
    );
  });

  it('D-08 D-09 has an id that everybody computes, and a request has none', () => {
    expect(contractId(signed.contract)).toMatch(/^[0-9a-f]{64}$/);
    expect(() => contractId(request.contract)).toThrow(refusal('incomplete'));
    expect(contractRequestKey(signed.contract)).toBe(contractRequestKey(request.contract));
    expect(isSameRequest(signed.contract, request.contract)).toBe(true);
    for (const [name, value] of Object.entries(otherValues)) {
      const changed = { ...request.contract, [name]: value };
      expect(isSameRequest(signed.contract, changed)).toBe(name === 'recipient_encryption_public_key');
    }
  });

  it('gives its root key to a party and to nobody else', async () => {
    await expect(rootKey(signed.contract, carol.ephemeral)).rejects.toEqual(refusal('ephemeral'));
    await expect(rootKey(request.contract, alice.ephemeral)).rejects.toEqual(refusal('incomplete'));
  });

  it('can be a registration with a mediator, and is then verified with the mediator’s key', async () => {
    const contract = { ...requestContract(), recipient_did: MEDIATOR_DID };
    const asked = await signRequest({ contract }, alice.signer);
    const done = await completeRequest(asked, {
      recipientEphemeral: carol.ephemeralMultibase,
      signer: carol.signer,
    });
    const mediator = { did: MEDIATOR_DID, signingKey: carol.did.signingKey };
    expect((await verifyRegistration(done, mediator)).requestor).toEqual(alice.did);
    await expect(verifyRegistration(done, { ...mediator, signingKey: bob.did.signingKey })).rejects.toEqual(
      refusal('signature'),
    );
    await expect(verifyRegistration(done, { ...mediator, did: 'did:web:other.example' })).rejects.toEqual(
      refusal('recipient'),
    );
    await expect(verifySignedContract(done)).rejects.toEqual(refusal('did'));
  });
});

describe('a request', () => {
  const context = () => ({
    preKeyAgreer: bob.preKey,
    outerEphemeral: alice.ephemeralMultibase,
    senderDid: alice.did.did,
    ownDid: bob.did.did,
    now: NOW,
  });
  const encrypted = (note?: string) =>
    encryptRequest(note === undefined ? request : { ...request, note }, alice.ephemeral, bob.did.preKey);

  it('arrives with its note', async () => {
    expect(await openRequest(await encrypted('We met in Vienna'), context())).toEqual({
      signed: request,
      note: 'We met in Vienna',
    });
    expect((await openRequest(await encrypted(), context())).note).toBeNull();
  });

  it('has a note of at most 280 characters', async () => {
    await expect(encrypted('😀'.repeat(280))).resolves.toBeDefined();
    await expect(encrypted('x'.repeat(281))).rejects.toEqual(refusal('request'));
  });

  it('T-64 looks the same size with a short note or none', async () => {
    expect(await encrypted('hi')).toHaveLength((await encrypted()).length);
  });

  it('T-72 D-22 is refused by anyone but its recipient, even re-encrypted for them', async () => {
    const forwarded = await sealJson(request, await alice.ephemeral.agree(carol.did.preKey));
    const opening = openRequest(forwarded, {
      ...context(),
      preKeyAgreer: carol.preKey,
      ownDid: carol.did.did,
    });
    await expect(opening).rejects.toEqual(refusal('recipient'));
  });

  it('T-71 D-22 is refused from another sender or under another outer ephemeral', async () => {
    await expect(openRequest(await encrypted(), { ...context(), senderDid: carol.did.did })).rejects.toEqual(
      refusal('sender'),
    );
    const mallory = await sealJson(request, await carol.ephemeral.agree(bob.did.preKey));
    const opening = openRequest(mallory, { ...context(), outerEphemeral: carol.ephemeralMultibase });
    await expect(opening).rejects.toEqual(refusal('ephemeral'));
  });

  it('T-71 cannot be made with a key its maker does not hold', async () => {
    await expect(encryptRequest(request, carol.ephemeral, bob.did.preKey)).rejects.toEqual(
      refusal('ephemeral'),
    );
    const contract = {
      ...requestContract(carol, bob),
      requestor_encryption_public_key: alice.ephemeralMultibase,
    };
    const signedByCarol = await signRequest({ contract }, carol.signer);
    const completed = await completeRequest(signedByCarol, {
      recipientEphemeral: bob.ephemeralMultibase,
      signer: bob.signer,
    });
    expect(contractId(completed.contract)).not.toBe(contractId(signed.contract));
  });

  it.each([
    ['from the future', NOW - 301, NOW + 1000, 'time'],
    ['expired', NOW, NOW, 'expired'],
  ])('is refused when it is %s', async (_, now) => {
    const times =
      now === NOW ? { timestamp: NOW - 600, expires_at: NOW } : { timestamp: NOW, expires_at: NOW + 600 };
    const asked = await signRequest({ contract: { ...requestContract(), ...times } }, alice.signer);
    const sealed = await encryptRequest(asked, alice.ephemeral, bob.did.preKey);
    await expect(openRequest(sealed, { ...context(), now })).rejects.toEqual(
      refusal(now === NOW ? 'expired' : 'time'),
    );
    await expect(
      openRequest(sealed, { ...context(), now: now === NOW ? NOW - 1 : NOW - 300 }),
    ).resolves.toBeDefined();
  });

  it('is refused when it is signed by another, completed, not canonical or for another key', async () => {
    const key = await alice.ephemeral.agree(bob.did.preKey);
    const opening = async (value: unknown) => openRequest(await sealJson(value, key), context());
    await expect(opening({ ...request, requestor_signature: signed.recipient_signature })).rejects.toEqual(
      refusal('signature'),
    );
    await expect(opening(signed)).rejects.toEqual(refusal('completed'));
    await expect(opening({ ...request, extra: 1 })).rejects.toEqual(refusal('request'));
    await expect(opening('text')).rejects.toEqual(refusal('request'));
    await expect(
      openRequest(await encrypted(), { ...context(), preKeyAgreer: carol.preKey }),
    ).rejects.toEqual(refusal('decryption'));
    await expect(openRequest('AAAA', context())).rejects.toEqual(refusal('too-short'));
    await expect(openRequest('%', context())).rejects.toEqual(refusal('base64'));
  });

  it('T-67 is refused under an outer ephemeral of low order', async () => {
    const outerEphemeral = encodeAgreementKey(new Uint8Array(32));
    await expect(openRequest(await encrypted(), { ...context(), outerEphemeral })).rejects.toEqual(
      refusal('ephemeral'),
    );
  });

  it('never lets any text through as anything but a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.base64String({ maxLength: 400 }), async (text) => {
        await expect(openRequest(text, context())).rejects.toEqual(refusal());
      }),
      { numRuns: 50 },
    );
  });
});
